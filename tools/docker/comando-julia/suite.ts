import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor, type CommandResult } from '../command.ts';
import { ProjetoCompose } from '../projeto-compose.ts';
import type { Report } from '../report.ts';
import type { SuiteContext } from '../context.ts';

const PHONE = '5511987650009';

/** The simulador plays Evolution, so it knows Evolution's secrets. */
const SIMULADOR_SECRETS = `services:
  simulador:
    secrets: [evolution_api_key, evolution_webhook_token]
    environment:
      EVOLUTION_API_KEY_FILE: /run/secrets/evolution_api_key
      EVOLUTION_WEBHOOK_TOKEN_FILE: /run/secrets/evolution_webhook_token
`;

/** `./julia` as an operator uses it, on a real engine, with the secrets in files. Rollout and backup have suites of their own. */
export async function checkJulia(report: Report, { env }: SuiteContext): Promise<void> {
  const projeto = await ProjetoCompose.criar({
    env,
    nome: 'comando',
    arquivos: ['evolution.yaml', 'chatwoot.yaml'],
  });
  try {
    await report.check(
      './julia preflight finds a machine that is fit, or says what to do',
      async () => {
        const { code, stdout } = await projeto.script('./julia', 'preflight');
        const falhas = stdout.split('\n').filter((linha) => linha.startsWith('FALHA'));
        assert.equal(code, falhas.length > 0 ? 1 : 0);
        assert.equal(
          (stdout.match(/^(FALHA|aviso)/gm) ?? []).length,
          (stdout.match(/^ +→/gm) ?? []).length,
        );
      },
    );
    await checkInit(report, projeto);
    await report.setup('./julia up ends when everything is healthy', async () => {
      const { stdout, stderr } = await julia(projeto, 'up');
      assert.match(stderr, /^\$ docker compose up -d$/m);
      assert.match(stdout, /Tudo no ar/);
    });
    await checkRunning(report, projeto);
    await checkTrouble(report, projeto);
    await checkBundle(report, projeto);
  } finally {
    await projeto.remover();
    await report.check('nothing of the project comando is left behind', async () => {
      assert.deepEqual(await projeto.restos(), []);
    });
  }
}

async function julia(projeto: ProjetoCompose, ...args: string[]): Promise<CommandResult> {
  const result = await projeto.script('./julia', ...args);
  assert.equal(
    result.code,
    0,
    `./julia ${args.join(' ')}\n${result.stderr.slice(-3_000)}${result.stdout.slice(-3_000)}`,
  );
  return result;
}

async function checkInit(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.setup('./julia init moves every secret into a file and prints none', async () => {
    await writeFile(join(projeto.pasta, 'compose/simulador-segredos.yaml'), SIMULADOR_SECRETS);
    const { stdout, stderr } = await julia(projeto, 'init');
    const pasta = join(projeto.pasta, 'segredos');
    const depois = await readFile(projeto.arquivoEnv, 'utf8');
    for (const nome of await readdir(pasta)) {
      const valor = await readFile(join(pasta, nome), 'utf8');
      assert.match(depois, new RegExp(`^${nome.toUpperCase()}=$`, 'm'));
      if (valor) assert.ok(![stdout, stderr, depois].some((texto) => texto.includes(valor)), nome);
    }
    assert.match(depois, /^COMPOSE_FILE=.*:compose\/segredos\.yaml/m);
    assert.ok((await readFile(join(pasta, 'redis_password'), 'utf8')).length >= 32);
  });
  await report.check('a second ./julia init changes nothing', async () => {
    const antes = await readFile(projeto.arquivoEnv, 'utf8');
    await julia(projeto, 'init');
    assert.equal(await readFile(projeto.arquivoEnv, 'utf8'), antes);
  });
}

async function checkRunning(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check(
    './julia conectar-whatsapp registers the webhook, and a message is answered',
    async () => {
      const { stdout } = await julia(projeto, 'conectar-whatsapp');
      assert.match(stdout, /Webhook registrado/);
      assert.match(stdout, /o segredo é aceito/);
      await projeto.escrever(PHONE, 'oi, tem plantão de anestesia essa semana?');
      assert.ok((await projeto.esperarResposta(PHONE))[0]);
    },
  );
  await report.check('./julia status shows every service', async () => {
    const { stdout } = await julia(projeto, 'status');
    for (const servico of ['edge', 'redis', 'julia-api', 'julia-worker', 'julia-scheduler']) {
      assert.match(stdout, new RegExp(`^${servico} +saudável`, 'm'));
    }
  });
  await report.check('./julia job triggers a run that ends well', async () => {
    const { stdout } = await julia(projeto, 'job', 'recuperar-lacunas');
    assert.match(stdout, /^execucaoId [0-9a-f-]{36}$/m);
    assert.equal((await projeto.script('./julia', 'job', 'nao-ha')).code, 2);
  });
  await report.check('./julia doctor finds nothing that fails', async () => {
    await waitFor('every scheduled job has run once', 90_000, async () => {
      const { stdout } = await projeto.script('./julia', 'job', '--lista');
      return stdout.includes('concluida') ? true : undefined;
    });
    const { stdout } = await julia(projeto, 'doctor');
    assert.match(stdout, /^ok +Webhooks: \d+/m);
    assert.match(stdout, /^ok +Redis grava em disco/m);
  });
  await report.check('./julia doctor segredos: no value in docker inspect', async () => {
    const { stdout } = await julia(projeto, 'doctor', 'segredos');
    assert.match(stdout, /^ok +Segredos/m);
  });
}

async function checkTrouble(report: Report, projeto: ProjetoCompose): Promise<void> {
  await report.check('./julia status and doctor name a service that is away', async () => {
    await projeto.exigir('stop', 'julia-worker');
    const status = await projeto.script('./julia', 'status');
    assert.equal(status.code, 1);
    assert.match(status.stdout, /Não estão prontos: julia-worker/);
    const doctor = await projeto.script('./julia', 'doctor');
    assert.equal(doctor.code, 1);
    assert.match(doctor.stdout, /^FALHA +julia-worker/m);
  });
  await report.check('./julia up names the culprit, its last words and what to try', async () => {
    const arquivo = join(projeto.pasta, 'segredos/supabase_service_key');
    const certo = await readFile(arquivo, 'utf8');
    await writeFile(arquivo, 'errado com espaço');
    const { code, stdout, stderr } = await projeto.script('./julia', 'up', '--espera', '30');
    await writeFile(arquivo, certo);
    assert.equal(code, 1);
    assert.match(stderr, /Quem não subiu: .*julia-(worker|migrate)/);
    assert.match(stdout, /SUPABASE_SERVICE_KEY/);
    assert.ok(!(stdout + stderr).includes('errado com espaço'));
  });
  await report.check('the next ./julia up heals it', async () => {
    await julia(projeto, 'up');
  });
}

async function checkBundle(report: Report, projeto: ProjetoCompose): Promise<void> {
  const pacote = join(projeto.pasta, 'pacote.tar');
  const aberto = join(projeto.pasta, 'aberto');
  const destino = () => readdir(aberto).then(([nome = '']) => join(aberto, nome));
  const unbundle = async () => projeto.rodar('./julia', ['unbundle'], { cwd: await destino() });
  await report.check('./julia bundle packs the core and ./julia unbundle loads it', async () => {
    // The outside world of the rehearsal is no part of an installation.
    await projeto.ajustarEnv({ COMPOSE_FILE: 'compose/compose.yaml', COMPOSE_PROFILES: '' });
    await julia(projeto, 'bundle', '--saida', pacote);
    await mkdir(aberto);
    await projeto.rodar('tar', ['-C', aberto, '-xf', pacote]);
    const { code, stdout, stderr } = await unbundle();
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /5 imagens carregadas/);
    const renderizado = await projeto.rodar('docker', ['compose', 'config', '--images'], {
      cwd: await destino(),
    });
    assert.match(renderizado.stdout, /^julia-redis:teste$/m);
  });
  await report.check('./julia unbundle refuses a bundle that was tampered with', async () => {
    await appendFile(join(await destino(), 'compose/compose.yaml'), '\n# mexido\n');
    const { code, stderr } = await unbundle();
    assert.equal(code, 1);
    assert.match(stderr, /compose\/compose\.yaml/);
  });
}
