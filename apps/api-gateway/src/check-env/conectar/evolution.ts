import { evolutionEnv, webhookEnv } from '@julia/config';
import { z } from 'zod';
import { avisar, bem, mal, pedir, sondar, type Conexao, type Env } from './sonda.ts';

const conexaoSchema = z.object({ instance: z.object({ state: z.string() }) });
const webhookSchema = z
  .object({
    enabled: z.boolean().nullish(),
    url: z.string().nullish(),
    headers: z.record(z.string(), z.unknown()).nullish(),
    events: z.array(z.string()).nullish(),
  })
  .nullable();
const buscaSchema = z.object({ messages: z.object({ total: z.number() }) });

const comoConectar = 'rode ./julia conectar-whatsapp';

/** Key, state of the instância, its webhook and whether messages are kept (a restart of ours reads them again). */
export function sondarEvolution(env: Env): Promise<Conexao> {
  const { EVOLUTION_WEBHOOK_TOKEN } = webhookEnv;
  return sondar('Evolution', env, { ...evolutionEnv, EVOLUTION_WEBHOOK_TOKEN }, async (config) => {
    const instancia = encodeURIComponent(config.EVOLUTION_INSTANCE);
    const cabecalhos = { apikey: config.EVOLUTION_API_KEY };
    const em = (rota: string) => `${config.EVOLUTION_API_URL}${rota}/${instancia}`;

    const { status, corpo } = await pedir(em('/instance/connectionState'), { cabecalhos });
    if (status === 401 || status === 403) return mal('recusou EVOLUTION_API_KEY');
    if (status === 404) return mal(`a instância de EVOLUTION_INSTANCE não existe: ${comoConectar}`);
    const conexao = conexaoSchema.safeParse(corpo);
    if (status !== 200 || !conexao.success)
      return mal(`respondeu ${status}, não como a Evolution v2`);

    const problemas = [
      ...(conexao.data.instance.state === 'open'
        ? []
        : [`o WhatsApp não está conectado: ${comoConectar}`]),
      ...problemasDoWebhook(
        await pedir(em('/webhook/find'), { cabecalhos }),
        config.EVOLUTION_WEBHOOK_TOKEN,
      ),
    ];
    if (problemas.length > 0) return mal(...problemas);
    return (await guardaMensagens(em('/chat/findMessages'), cabecalhos))
      ? bem('instância conectada, webhook registrado, mensagens guardadas')
      : avisar(
          'ainda não guardou nenhuma mensagem: confira DATABASE_SAVE_DATA_NEW_MESSAGE=true na Evolution',
        );
  });
}

function problemasDoWebhook({ corpo }: { corpo: unknown }, token: string): string[] {
  const webhook = webhookSchema.safeParse(corpo);
  if (!webhook.success || webhook.data?.enabled !== true) {
    return [`o webhook da instância não está registrado: ${comoConectar}`];
  }
  const { url, headers, events } = webhook.data;
  const problemas: string[] = [];
  if (!/\/webhook\/evolution(\/|$)/.test(url ?? '')) {
    problemas.push('o webhook aponta para um endereço que não é /webhook/evolution');
  }
  const porCabecalho = Object.entries(headers ?? {}).some(
    ([nome, valor]) => /^authorization$/i.test(nome) && valor === `Bearer ${token}`,
  );
  const peloCaminho = url?.endsWith(`/webhook/evolution/${token}`) ?? false;
  if (!porCabecalho && !peloCaminho) {
    problemas.push('o webhook não leva o EVOLUTION_WEBHOOK_TOKEN atual');
  }
  if (events && events.length > 0 && !events.includes('MESSAGES_UPSERT')) {
    problemas.push('o webhook não recebe o evento MESSAGES_UPSERT');
  }
  return problemas.map((problema) => `${problema}: ${comoConectar}`);
}

async function guardaMensagens(
  endereco: string,
  cabecalhos: Readonly<Record<string, string>>,
): Promise<boolean> {
  const { corpo } = await pedir(endereco, {
    metodo: 'POST',
    cabecalhos,
    corpo: { where: {}, page: 1, offset: 1 },
  });
  const busca = buscaSchema.safeParse(corpo);
  return busca.success && busca.data.messages.total > 0;
}
