import assert from 'node:assert/strict';
import { cp, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removerPasta } from '../projeto-arquivos.ts';
import type { Report } from '../report.ts';
import type { CenaDeBackup } from './cena.ts';

/** Each must be loud, and none may cost the last good backup or the running installation. */
export async function checkFailures(report: Report, cena: CenaDeBackup): Promise<void> {
  const { projeto } = cena;
  await report.check(
    'a wrong password opens nothing, makes no repository and stops nothing',
    async () => {
      const env = { ...projeto.env, BACKUP_SENHA: 'outra-chave-que-nao-e-a-certa' };
      for (const args of [['backup'], ['drill'], ['restore', '--sim']]) {
        const { code, stderr } = await projeto.rodar('./julia', args, { env });
        assert.notEqual(code, 0, args.join(' '));
        assert.match(stderr, /BACKUP_SENHA não abre este repositório/);
      }
      assert.equal((await projeto.estado('julia-api'))?.saude, 'healthy');
    },
  );
  await report.check('two backups at once: the second one says so', async () => {
    // With the exit this shell stays and holds the lock, instead of becoming the backup.
    const segurar =
      'exec 8>>/estado/trava; flock 8; bash /julia/backup/julia-backup copiar; exit $?';
    const { code, stderr } = await cena.naImagem([], segurar);
    assert.equal(code, 75, stderr);
    assert.match(stderr, /Já há uma cópia/);
  });
  await report.check('a full disk fails the new backup and keeps the last good one', () =>
    discoCheio(cena),
  );
  await report.check(
    'a damaged repository is told by backup and drill, and restore stops nothing',
    () => repositorioDanificado(cena),
  );
  await checkMigrations(report, cena);
  await checkScheduler(report, cena);
  await checkKeys(report, cena);
  await report.check('after the failures the next backup is good again', async () => {
    await cena.exigir('backup');
    await cena.exigir('backup', '--conferir');
  });
}

/** A repository of a few megabytes in memory; a filler takes the rest of it. */
async function discoCheio(cena: CenaDeBackup): Promise<void> {
  const { projeto } = cena;
  const volume = `${projeto.nome}_pequeno`;
  const opcoes = ['type=tmpfs', 'device=tmpfs', 'o=size=24m'].flatMap((o) => ['--opt', o]);
  const rotulo = ['--label', `com.docker.compose.project=${projeto.nome}`];
  await projeto.docker('volume', 'create', '--driver', 'local', ...opcoes, ...rotulo, volume);
  const programa = `
    export RESTIC_REPOSITORY=/pequeno/repositorio
    j() { bash /julia/backup/julia-backup "$@"; }
    j copiar || exit 41
    dd if=/dev/zero of=/pequeno/enchimento bs=64k 2>/dev/null
    j copiar && exit 42
    rm /pequeno/enchimento
    j conferir || exit 43
    [ "$(j listar | wc -l)" = 1 ] || exit 44`;
  const { code, stdout, stderr } = await cena.naImagem(['-v', `${volume}:/pequeno`], programa);
  assert.equal(code, 0, `${code}\n${stdout}\n${stderr}`);
  assert.match(stderr, /A CÓPIA FALHOU. A última boa: \d/);
}

async function repositorioDanificado(cena: CenaDeBackup): Promise<void> {
  const { projeto } = cena;
  const pasta = await mkdtemp(join(tmpdir(), 'julia-repositorio-'));
  try {
    await cp(cena.repositorio, pasta, { recursive: true });
    for (const arquivo of await readdir(join(pasta, 'data'), { recursive: true })) {
      await estragar(join(pasta, 'data', arquivo));
    }
    const env = { ...projeto.env, BACKUP_PASTA: pasta };
    for (const args of [['backup'], ['drill'], ['restore', '--sim']]) {
      const { code, stdout, stderr } = await projeto.rodar('./julia', args, { env });
      assert.notEqual(code, 0, `${args.join(' ')}\n${stdout}\n${stderr}`);
    }
    assert.equal((await projeto.estado('julia-api'))?.saude, 'healthy');
    assert.equal(await cena.sql('select pausada from configuracoes'), 'f');
  } finally {
    await removerPasta(pasta);
  }
}

/** Flips bytes in the middle of a pack, where the data are. */
async function estragar(arquivo: string): Promise<void> {
  const { size } = await stat(arquivo);
  if (size < 64 || (await stat(arquivo)).isDirectory()) return;
  const aberto = await open(arquivo, 'r+');
  try {
    await aberto.write(Buffer.alloc(16, 0xa5), 0, 16, Math.floor(size / 2));
  } finally {
    await aberto.close();
  }
}

async function checkMigrations(report: Report, cena: CenaDeBackup): Promise<void> {
  const { projeto } = cena;
  await report.check(
    'a database that is ahead of the image is not copied without its migrations',
    async () => {
      const trazidas = join(projeto.pasta, '.julia/migracoes');
      for (const nome of await readdir(trazidas)) await rm(join(trazidas, nome));
      const run = ['run', '--rm', '--no-deps', '-T', 'backup', 'copiar'];
      const { code, stderr } = await projeto.compose(...run);
      assert.equal(code, 1, stderr);
      assert.match(stderr, /Não encontro a migração \d+_fundamentos\.sql[\s\S]*\.\/julia backup/);
      await cena.exigir('backup');
    },
  );
  await report.check('a copy of before, which carries no migrations, can be restored', async () => {
    const env = { ...projeto.env, JULIA_BACKUP_TAG: 'latest' };
    // /tmp may hold no programs, but bash only reads them.
    const copiar = `cp -r /julia/backup /tmp/backup
      sed -i 's/^  migracoes_guardar .*/  :/' /tmp/backup/banco.sh
      bash /tmp/backup/julia-backup copiar velha`;
    const run = ['compose', 'run', '--rm', '--no-deps', '-T', '--entrypoint', 'bash', 'backup'];
    const feita = await projeto.rodar('docker', [...run, '-c', copiar], { env });
    assert.equal(feita.code, 0, feita.stderr);
    const [, copia = ''] = /Cópia ([0-9a-f]{8}):/.exec(feita.stdout) ?? [];
    const { code, stdout, stderr } = await projeto.rodar('./julia', ['drill', copia], { env });
    assert.equal(code, 0, `${stdout}\n${stderr}`);
  });
}

/** Copies every minute; told to stop in the middle of one, it leaves neither a lock nor readable data. */
async function checkScheduler(report: Report, cena: CenaDeBackup): Promise<void> {
  await report.check(
    'the scheduler keeps the ledger beside its backups and stops cleanly',
    async () => {
      const programa = `
      j() { bash /julia/backup/julia-backup "$@"; }
      quando() { sed -n "s/^$1=//p" /estado/estado; }
      inicio=$(date +%s)
      bash /julia/backup/julia-backup agendar & agenda=$!
      for n in {1..150}; do
        sleep 1
        [ "$(quando copia_em)" -lt "$inicio" ] || [ "$(quando livro_em)" -lt "$inicio" ] || break
        [ $n -lt 150 ] || exit 61
      done
      j saude || exit 62
      # Its next minute: in the middle of the backup.
      for n in {1..90}; do sleep 1; [ ! -e /estado/preparo/copia ] || break; done
      kill -TERM $agenda; wait $agenda || exit 63
      [ ! -e /estado/preparo/copia ] || exit 64
      [ -z "$(j restic list locks)" ] || exit 65`;
      const cron = ['-e', 'BACKUP_CRON=* * * * *'];
      const { code, stdout, stderr } = await cena.naImagem(cron, programa);
      assert.equal(code, 0, `${code}\n${stdout}\n${stderr}`);
      assert.match(stdout, /Parando\./);
    },
  );
}

/** As docs/segredos.md says it, without a terminal. */
async function checkKeys(report: Report, cena: CenaDeBackup): Promise<void> {
  await report.check('a second password opens the repository until it is taken away', async () => {
    const programa = `
      j() { bash /julia/backup/julia-backup restic "$@"; }
      nova=$(head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n')
      printf '%s\n' "$nova" >/tmp/nova
      j key add --new-password-file /tmp/nova || exit 71
      id=$(BACKUP_SENHA=$nova j key list --json | jq -r '.[] | select(.current) | .id') || exit 72
      j key remove "$id" || exit 73
      BACKUP_SENHA=$nova j key list && exit 74
      j key list`;
    const { code, stdout, stderr } = await cena.naImagem([], programa);
    assert.equal(code, 0, `${code}\n${stdout}\n${stderr}`);
  });
}
