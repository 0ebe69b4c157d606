import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../docker/command.ts';
import { ROOT } from '../docker/images.ts';

/** The programs of the backup image as plain bash: what they work out for themselves, without any server. */
describe('the programs of the backup image', () => {
  let pasta: string;
  beforeEach(async () => {
    pasta = await mkdtemp(join(tmpdir(), 'julia-backup-'));
  });
  afterEach(() => rm(pasta, { recursive: true, force: true }));

  const bash = (programa: string, env: Readonly<Record<string, string>> = {}) => {
    const partes = ['estado', 'ambiente', 'restic', 'agenda']
      .map((parte) => `. '${join(ROOT, 'compose/backup', `${parte}.sh`)}'`)
      .join('\n');
    const { PATH = '' } = process.env;
    return run('bash', ['-euo', 'pipefail', '-c', `${partes}\n${programa}`], {
      env: { PATH, TMPDIR: pasta, ...env },
    });
  };
  const casa = async (campo: string, valor: number) =>
    (await bash(`cron_casa '${campo}' ${valor}`)).code === 0;

  it.each([
    ['*', 17, true],
    ['*/15', 30, true],
    ['*/15', 31, false],
    ['0,30', 30, true],
    ['8-18', 7, false],
    ['8-18/2', 10, true],
    ['3', 3, true],
    ['3', 13, false],
  ])('read the cron field %s at %i as %s', async (campo, valor, esperado) => {
    expect(await casa(campo, valor)).toBe(esperado);
  });

  it('run at the local hour of São Paulo, and on either of two day fields as cron does', async () => {
    const em = (quando: string, cron: string) =>
      bash(`date() { command date -d '${quando}' "$@"; }\ncron_agora '${cron}'`, {
        TZ: 'America/Sao_Paulo',
      });
    // Sunday, 03:30 in São Paulo.
    expect((await em('2026-11-22T06:30:00Z', '30 3 * * *')).code).toBe(0);
    expect((await em('2026-11-22T03:30:00Z', '30 3 * * *')).code).not.toBe(0);
    expect((await em('2026-11-22T06:30:00Z', '30 3 * * 7')).code).toBe(0);
    expect((await em('2026-11-22T06:30:00Z', '30 3 1 * 0')).code).toBe(0);
    expect((await em('2026-11-22T06:30:00Z', '30 3 1 * 1')).code).not.toBe(0);
    expect((await em('2026-11-22T06:30:00Z', '30 3 * *')).stderr).toContain('cinco campos');
  });

  const servico = async (url: string) => {
    const arquivo = join(pasta, randomUUID());
    const { code, stderr } = await bash('servico_pg julia "$URL"', {
      URL: url,
      PGSERVICEFILE: arquivo,
    });
    return code === 0 ? readFile(arquivo, 'utf8') : stderr;
  };

  it('take a database address apart, with symbols in its password', async () => {
    expect(
      await servico(
        'postgresql://postgres.abc:p%40s%23w%2Fo%25rd@db.exemplo.com:5432/postgres?sslmode=require&pgbouncer=true',
      ),
    ).toBe(
      '[julia]\nhost=db.exemplo.com\nport=5432\ndbname=postgres\nuser=postgres.abc\npassword=p@s#w/o%rd\nsslmode=require\n',
    );
    expect(await servico('postgres://postgres@[::1]:5433/julia')).toBe(
      '[julia]\nhost=::1\nport=5433\ndbname=julia\nuser=postgres\n',
    );
  });

  it('refuse the pooler that gives every query another session', async () => {
    expect(await servico('postgres://u:p@db:6543/postgres')).toContain('6543');
  });

  it('take a secret from its file, and refuse a weak or sample password', async () => {
    const arquivo = join(pasta, 'backup_senha');
    await writeFile(arquivo, 'uma-chave-de-verdade-0123456789\n');
    const lido = await bash('segredo BACKUP_SENHA', { BACKUP_SENHA_FILE: arquivo });
    expect(lido.stdout).toBe('uma-chave-de-verdade-0123456789');
    for (const senha of ['', 'curta', 'troque-esta-frase-ja-0123']) {
      const { code, stderr, stdout } = await bash('preparar_restic', { BACKUP_SENHA: senha });
      expect(code).toBe(3);
      expect(stderr).toContain('openssl rand');
      expect(stdout + stderr).not.toContain(senha || 'valor nenhum');
    }
  });
});
