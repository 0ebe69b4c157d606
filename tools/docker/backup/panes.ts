import assert from 'node:assert/strict';
import { cp, mkdtemp, open, readdir, stat } from 'node:fs/promises';
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
