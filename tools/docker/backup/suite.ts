import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { waitFor } from '../command.ts';
import type { Report } from '../report.ts';
import type { SuiteContext } from '../context.ts';
import { CenaDeBackup } from './cena.ts';
import { construirImagens } from './imagens.ts';
import { checkFailures } from './panes.ts';

const SAIU_DEPOIS = '5511970010001';
const RESPONDIDA = '5511970010002';
const DRILL_LIMITE_S = 120;
/** Between two messages while a backup is made. */
const RITMO_MS = 150;

const LIMITES = JSON.stringify({
  ...{ maxPorHora: 20, maxPorDia: 100, horarioInicio: '00:00', horarioFim: '23:59' },
  destinosPermitidos: null,
});

/** Backup while everything runs, loss of every volume, restore, drill; and each way in which a backup goes wrong. */
export async function checkBackup(report: Report, context: SuiteContext): Promise<void> {
  await report.setup('the image of the backups and its neighbours are built', () =>
    construirImagens(context),
  );
  const cena = await CenaDeBackup.criar(context);
  try {
    await report.setup('an installation with something to lose is up', () => povoar(cena));
    await checkCopy(report, cena);
    await checkLoss(report, cena);
    await checkFailures(report, cena);
  } finally {
    await cena.remover();
  }
}

async function povoar(cena: CenaDeBackup): Promise<void> {
  const { projeto } = cena;
  await projeto.subir(180_000);
  await projeto.saudavel('evolution-postgres');
  for (const telefone of [SAIU_DEPOIS, RESPONDIDA]) {
    await projeto.escrever(telefone, 'oi, tudo bem?');
    await projeto.esperarResposta(telefone);
  }
  await cena.sqlDaEvolution(`
    create schema evolution_api;
    create table evolution_api.sessao (id int generated always as identity primary key, dados jsonb);
    insert into evolution_api.sessao (dados) select jsonb_build_object('n', n, 'x', md5(n::text)) from generate_series(1, 500) n`);
  const criar =
    'mkdir -p /evolution/instances/julia && echo sessão >/evolution/instances/julia/creds.json';
  await projeto.exigir('exec', '-T', 'evolution-api', 'sh', '-c', criar);
  await cena.redis('SET', 'marca', 'antes da perda');
}

async function checkCopy(report: Report, cena: CenaDeBackup): Promise<void> {
  const { projeto } = cena;
  await report.setup('a backup made while doctors write is one consistent instant', async () => {
    const fim = new AbortController();
    const escritor = (async () => {
      for (let n = 0; !fim.signal.aborted; n += 1) {
        await setTimeout(RITMO_MS);
        await projeto.escrever(`55119700200${String(n % 50).padStart(2, '0')}`, `mensagem ${n}`);
      }
    })();
    try {
      const disse = await cena.exigir('backup');
      assert.match(disse, /Cópia [0-9a-f]{8}: \d+ tabelas, \d+ linhas/);
      assert.match(disse, /GUARDE BACKUP_SENHA FORA/);
    } finally {
      fim.abort();
      await escritor;
    }
  });
  await report.check(
    `the drill restores it into an empty project in ${DRILL_LIMITE_S} s`,
    async () => {
      const inicio = performance.now();
      const disse = await cena.exigir('drill');
      assert.match(disse, /banco: \d+ tabelas, \d+ linhas, iguais ao manifesto/);
      assert.match(disse, /evolution: 1 tabelas, 500 linhas, iguais ao manifesto/);
      assert.match(disse, /pausada, nada na fila/);
      assert.ok(performance.now() - inicio < DRILL_LIMITE_S * 1000);
    },
  );
  await report.check('the drill leaves nothing behind and nobody noticed it', async () => {
    const filtro = `label=com.docker.compose.project=${projeto.nome}-ensaio`;
    assert.equal(await projeto.docker('ps', '-aq', '--filter', filtro), '');
    assert.equal((await projeto.estado('julia-api'))?.saude, 'healthy');
    assert.equal((await projeto.estado('julia-worker'))?.reinicios, 0);
  });
  await report.check(
    'no secret and no phone lies readable in the repository or in the manifest',
    async () => {
      const manifesto = await cena.exigir('backup', '--mostrar');
      const { BACKUP_SENHA: senha = '', EVOLUTION_API_KEY: chave = '' } = await projeto.lerEnv();
      for (const segredo of [senha, chave, SAIU_DEPOIS]) {
        assert.ok(segredo.length > 8);
        assert.ok(!manifesto.includes(segredo));
        const busca = ['-r', '-l', '-a', '-F', '--', segredo, cena.repositorio];
        assert.equal((await projeto.rodar('grep', busca)).code, 1);
      }
    },
  );
  await report.check('monitoring and the doctor read the age of backup and drill', async () => {
    const { stdout } = await projeto.rodar('cat', ['.julia/metricas/backup.prom']);
    for (const nome of [
      'julia_backup_ultimo_sucesso_segundos',
      'julia_ensaio_ultimo_sucesso_segundos',
    ]) {
      const valor = new RegExp(`^${nome} (\\d+)$`, 'm').exec(stdout)?.[1];
      assert.ok(Math.abs(Date.now() / 1000 - Number(valor)) < 600, stdout);
    }
    assert.match((await cena.julia('doctor')).stdout, /ok +Cópia de segurança: há 0 h/);
  });
}

/** The restored state is compared with what the same questions gave before the loss. */
async function checkLoss(report: Report, cena: CenaDeBackup): Promise<void> {
  const { projeto } = cena;
  const antes = await report.setup('a last backup, with everything answered', async () => {
    await waitFor('tudo respondido', 180_000, () => cena.emSilencio());
    await cena.exigir('backup');
    return cena.retrato();
  });
  await report.setup(
    'somebody opts out after it, and the ledger follows within its minute',
    async () => {
      const quantas = (await projeto.respostas(SAIU_DEPOIS)).length;
      await projeto.escrever(SAIU_DEPOIS, 'não quero mais receber mensagens');
      await projeto.esperarResposta(SAIU_DEPOIS, quantas + 1);
      assert.equal(await optout(cena), 't');
      await projeto.exigir('run', '--rm', '--no-deps', '-T', 'backup', 'livro');
    },
  );
  await report.setup('every container and every volume is destroyed', async () => {
    await projeto.exigir('--profile', '*', 'down', '--volumes', '--timeout', '5');
    const filtro = `label=com.docker.compose.project=${projeto.nome}`;
    assert.equal(await projeto.docker('volume', 'ls', '-q', '--filter', filtro), '');
  });
  await report.setup('./julia restore brings everything back and starts it', async () => {
    const disse = await cena.exigir('restore', '--sim');
    assert.match(disse, /linhas e somas iguais ao manifesto/);
    assert.match(disse, /Restaurada, e PAUSADA/);
    assert.match(disse, /\.\/julia restore --retomar/);
  });
  await report.check('rows, checksums, files and keys are what they were', async () => {
    // Turns under way at the instant of the backup end with the restore; there was none.
    assert.equal(await cena.retrato(), antes);
  });
  await report.check(
    'whoever opted out after the backup is refused by the single exit',
    async () => {
      assert.equal(await optout(cena), 't');
      assert.equal(await reivindicarCampanha(cena, SAIU_DEPOIS), 'cancelada|optout');
    },
  );
  await report.check(
    'nothing leaves before Júlia is resumed, nothing leaves twice after it',
    async () => {
      assert.equal(await cena.sql('select pausada from configuracoes'), 't');
      const abertas = `select count(*) from mensagens where status in ('enviando', 'incerta')
      or status = 'pendente' and tipo <> 'campanha'`;
      assert.equal(await cena.sql(abertas), '0');
      await cena.exigir('restore', '--retomar');
      await projeto.escrever(RESPONDIDA, 'ainda tem vaga?');
      await projeto.esperarResposta(RESPONDIDA);
      assert.deepEqual(await projeto.respostas(SAIU_DEPOIS), []);
    },
  );
}

function medico(telefone: string): string {
  return `(select medico_id from medico_aliases where tipo = 'telefone' and valor = '${telefone}')`;
}

function optout(cena: CenaDeBackup): Promise<string> {
  return cena.sql(`select optout_em is not null from medicos where id = ${medico(SAIU_DEPOIS)}`);
}

/** A campaign row as the queue knows one, and what the moment of sending says about it. */
function reivindicarCampanha(cena: CenaDeBackup, telefone: string): Promise<string> {
  return cena
    .sql(
      `
    with nova as (
      insert into mensagens (conversa_id, medico_id, instancia, direcao, autor, conteudo, texto, tamanho_original, criada_em, tipo, status)
      select id, medico_id, instancia, 'saida', 'julia', '{"tipo": "texto", "texto": "temos vaga"}', 'temos vaga', 10, agora(), 'campanha', 'pendente'
      from conversas where medico_id = ${medico(telefone)} returning id)
    select set_config('julia.nova', id::text, false) from nova;
    select r ->> 'status', r ->> 'motivo' from envios_reivindicar(
      current_setting('julia.nova')::uuid, '${LIMITES}', 45000, gen_random_uuid()) as r`,
    )
    .then((linhas) => linhas.split('\n').at(-1) ?? '');
}
