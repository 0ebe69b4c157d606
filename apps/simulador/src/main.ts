import { carregarOuSair, evolutionEnv, runtimeEnv, webhookEnv } from '@julia/config';
import { z } from 'zod';
import { opcoesPadrao } from './opcoes.ts';
import { criarServidor } from './servidor.ts';
import { Simulador } from './simulador.ts';

const { PORT } = runtimeEnv(8_080);

const Env = {
  PORT,
  /** Only this machine unless told otherwise: whoever reaches the simulador can play any doctor. */
  HOST: z.string().default('127.0.0.1'),
  /** Where Evolution's webhooks go. */
  WEBHOOK_URL: z.url().default('http://127.0.0.1:8000/webhook/evolution'),
  /** Must be the api's. */
  EVOLUTION_WEBHOOK_TOKEN: webhookEnv.EVOLUTION_WEBHOOK_TOKEN,
  EVOLUTION_API_KEY: evolutionEnv.EVOLUTION_API_KEY,
  EVOLUTION_INSTANCE: z.string().default('julia'),
};

async function main(): Promise<void> {
  const env = carregarOuSair(Env);
  const servidor = criarServidor(
    new Simulador({
      ...opcoesPadrao,
      instancia: env.EVOLUTION_INSTANCE,
      evolutionApiKey: env.EVOLUTION_API_KEY,
      webhookUrl: env.WEBHOOK_URL,
      webhookToken: env.EVOLUTION_WEBHOOK_TOKEN,
    }),
  );
  const registrar = (msg: string, fatos: object = {}) =>
    process.stdout.write(
      `${JSON.stringify({ level: 30, time: Date.now(), servico: 'simulador', msg, ...fatos })}\n`,
    );
  for (const sinal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(sinal, () => {
      void servidor.close().then(() => registrar('encerrado'));
    });
  }
  try {
    await servidor.listen({ port: env.PORT, host: env.HOST });
    registrar('ouvindo', { porta: env.PORT });
  } catch (erro) {
    const ocupada = erro instanceof Error && 'code' in erro && erro.code === 'EADDRINUSE';
    process.stderr.write(
      ocupada
        ? `Porta ${env.PORT} ocupada: encerre quem a usa ou defina PORT.\n`
        : `O simulador não conseguiu iniciar: ${String(erro)}\n`,
    );
    process.exitCode = 1;
  }
}

void main();
