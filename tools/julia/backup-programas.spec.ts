import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../docker/command.ts';
import { ROOT } from '../docker/images.ts';

const sha256 = (texto: string) => createHash('sha256').update(texto).digest('hex');

/** The backup image's programs with their fixed paths (/estado, /tmp) moved into a folder, and made-up servers around them. */
describe('the backup image', () => {
  let pasta: string;
  beforeEach(async () => {
    pasta = await mkdtemp(join(tmpdir(), 'julia-backup-'));
    const programas = join(pasta, 'backup');
    await cp(join(ROOT, 'compose/backup'), programas, { recursive: true });
    for (const nome of ['estado.sh', 'ambiente.sh', 'restic.sh']) {
      const texto = await readFile(join(programas, nome), 'utf8');
      const movido = texto
        .replace(/(["\s=])\/tmp\//g, `$1${pasta}/tmp/`)
        .replace(/^(readonly \w+=)(\/estado|\/metricas)$/gm, `$1${pasta}$2`);
      await writeFile(join(programas, nome), movido);
    }
    for (const nome of ['tmp', 'estado', 'copia', 'montada', 'imagem']) {
      await mkdir(join(pasta, nome));
    }
  });
  afterEach(() => rm(pasta, { recursive: true, force: true }));

  const bash = (programa: string, env: Readonly<Record<string, string>> = {}) => {
    const { PATH = '' } = process.env;
    const partes = 'estado ambiente restic banco vizinhos copiar livro agenda';
    const prologo = `shopt -s inherit_errexit; AQUI=$PASTA/backup
      for parte in ${partes}; do . "$AQUI/$parte.sh"; done
      MIGRACOES=("$PASTA/montada" "$PASTA/imagem")\n`;
    return run('bash', ['-euo', 'pipefail', '-c', prologo + programa], {
      env: { PATH, PASTA: pasta, BACKUP_SENHA: 'uma-chave-de-verdade-0123456789', ...env },
      timeoutMs: 60_000,
    });
  };
  const escrever = (nome: string, texto: string) => writeFile(join(pasta, nome), texto);

  describe('looks for a migration', () => {
    const achar = (...pastas: string[]) =>
      bash(
        `migracao_em 2_b.sql ${sha256('create b')} ${pastas.map((p) => `"$PASTA/${p}"`).join(' ')}`,
      );

    it('where the api’s are mounted, when the image is too old for it', async () => {
      await escrever('montada/2_b.sql', 'create b');
      expect((await achar('montada', 'imagem')).stdout).toBe(`${pasta}/montada/2_b.sql\n`);
    });

    it('by what is in it: another file of that name does not count', async () => {
      await escrever('montada/2_b.sql', 'outra coisa');
      expect(await achar('montada', 'imagem')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('difere'),
      });
      await escrever('imagem/2_b.sql', 'create b');
      expect((await achar('montada', 'imagem')).stdout).toBe(`${pasta}/imagem/2_b.sql\n`);
    });

    it('and says how to get one that is nowhere', async () => {
      const { code, stderr } = await achar('montada', 'imagem');
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/2_b\.sql[\s\S]*\.\/julia backup/),
      });
    });
  });

  it('puts into a copy the migrations that it needs, and refuses one that could not be restored', async () => {
    await escrever('montada/2_b.sql', 'create b');
    await escrever('imagem/1_a.sql', 'create a');
    const lista = `1_a.sql ${sha256('create a')}\n2_b.sql ${sha256('create b')}\n`;
    await escrever('copia/migracoes.txt', lista);
    expect((await bash('migracoes_guardar "$PASTA/copia"')).code).toBe(0);
    expect(await readFile(join(pasta, 'copia/migracoes/1_a.sql'), 'utf8')).toBe('create a');
    expect(await readFile(join(pasta, 'copia/migracoes/2_b.sql'), 'utf8')).toBe('create b');
    await rm(join(pasta, 'montada/2_b.sql'));
    expect((await bash('migracoes_guardar "$PASTA/copia"')).code).toBe(1);
  });

  it('restores with the copy’s own migrations, and a copy of before with the image’s', async () => {
    const restaurar = () =>
      bash(`psql_de() { cat "$PASTA/copia/restaurar.sql"; }; roteiro_de() { :; }
        : >"$PASTA/copia/impressao.txt"
        banco_restaurar julia "$PASTA/copia" "$PASTA/livros" 2026-11-20T06:30:00Z`);
    await escrever('copia/migracoes.txt', `1_a.sql ${sha256('create a')}\n`);
    await escrever('imagem/1_a.sql', 'create a');
    await escrever('imagem/2_b.sql', 'create b');
    const velha = await restaurar();
    expect(velha.stdout).toContain(`\\i ${pasta}/imagem/1_a.sql\n`);
    await mkdir(join(pasta, 'copia/migracoes'));
    await escrever('copia/migracoes/1_a.sql', 'create a');
    await rm(join(pasta, 'imagem/1_a.sql'));
    const { code, stdout } = await restaurar();
    expect(code).toBe(0);
    expect(stdout).toContain(`\\i ${pasta}/copia/migracoes/1_a.sql\n`);
    expect(stdout).not.toMatch(/^\\i .*2_b/m);
    // What the copy does not have comes off the list of Supabase's own tool.
    expect(stdout).toContain("migracoes_de_antes values ('2_b.sql')");
    expect(stdout).toContain("delete from pg_temp.migracoes_de_antes where nome = '1_a.sql'");
  });

  it('hands the key of the opt-out hashes over where nobody else reads, never as an argument', async () => {
    const chave = 'c0ffee'.repeat(8);
    const { code, stdout } = await bash(
      String.raw`
      livro_buscar() { : >"$ESTADO/livro/guardado.json"; }
      juntar_livro() { :; }
      pg_restore() { printf 't\t\\\\x%s\n' "$CHAVE"; }
      psql() { printf 'argumentos %s\n' "$*" >&3; printf 'entrada '>&3; cat >&3; }
      exec 3>"$PASTA/psql"
      livros_para "$PASTA/copia" >/dev/null 2>&1
      cat "$PASTA/psql"`,
      { CHAVE: chave },
    );
    expect(code).toBe(0);
    const [argumentos, entrada] = stdout.split('\n');
    expect(argumentos).toContain('service=julia');
    expect(argumentos).not.toContain(chave);
    expect(entrada).toBe(`entrada select interno.livro_de_optout('\\x${chave}'::bytea);`);
  });

  describe('as a scheduler', () => {
    /** Its minutes last a tenth of a second, and it starts a made-up program. */
    const agendar = async (falso: string, programa: string, cron = '* * * * *') => {
      await mkdir(join(pasta, 'falso'), { recursive: true });
      await escrever(
        'falso/julia-backup',
        `echo "$1" >>"$PASTA/registro"; cd "$PASTA"; case $1 in ${falso} esac\n`,
      );
      await escrever('registro', '');
      return bash(
        `cd "$PASTA"; AQUI=$PASTA/falso; sleep() { command sleep 0.1; }
        vezes() { grep -c "^$1" registro || true; }
        ate() { local n; for n in {1..300}; do if "$@"; then return 0; fi; command sleep 0.05; done; echo "nunca: $*"; exit 99; }
        passou() { [ "$(vezes "$1")" -ge "$2" ]; }
        comando_agendar & agenda=$!
        parar() { kill -TERM $agenda; wait $agenda && echo "codigo 0" || echo "codigo $?"; }
        ${programa}`,
        { BACKUP_CRON: cron },
      );
    };

    it('keeps the ledger while a backup takes its time, and starts no second one', async () => {
      const { stdout } = await agendar(
        'copiar) until [ -f livre ]; do sleep 0.05; done ;;',
        `ate passou copiar 1; antes=$(vezes livro); ate passou livro $((antes + 4))
        echo "copias $(vezes copiar)"
        : >livre; ate passou copiar 2; parar`,
      );
      expect(stdout).toContain('copias 1\n');
      expect(stdout).toContain('codigo 0\n');
    });

    it('goes on, and says so, when the ledger could not be kept', async () => {
      const { stdout, stderr } = await agendar('livro) exit 1 ;;', 'ate passou livro 3; parar');
      expect(stderr).toContain('O livro de opt-outs não pôde ser guardado');
      expect(stdout).toContain('codigo 0\n');
    });

    it('never has two ledgers under way, and tells that one does not end', async () => {
      const { stdout, stderr } = await agendar(
        "livro) trap 'wait; exit 143' TERM; sleep 60 & wait ;;",
        'ate passou copiar 2; echo "livros $(vezes livro)"; parar',
      );
      expect(stdout).toContain('livros 1\n');
      expect(stderr).toContain('ainda está sendo guardado');
    });

    it('told to stop, ends the backup with all its children and leaves no readable data', async () => {
      const { stdout } = await agendar(
        `copiar) trap 'wait; echo parado >>registro; exit 143' TERM
          sleep 60 & echo $! >filho; wait ;;`,
        `ate test -s filho; mkdir -p estado/preparo/copia; parar
        kill -0 "$(cat filho)" 2>/dev/null || echo "filho morto"
        echo "parados $(vezes parado)"; ls estado/preparo; grep copia_ok estado/estado || echo sem veredito`,
      );
      expect(stdout).toContain('foi interrompida');
      expect(stdout).toMatch(/codigo 0\nfilho morto\nparados 1\nsem veredito\n$/);
    });

    it('is unwell when its loop stands still, whoever makes a backup', async () => {
      const saude = (vivo: number) =>
        bash(
          `estado_gravar vivo_em=$(($(agora) - ${vivo})); flock "$ESTADO/trava" bash -c 'sleep 2' & sleep 0.3; comando_saude`,
        );
      expect(await saude(0)).toMatchObject({ code: 0, stdout: 'cópia em andamento\n' });
      expect((await saude(400)).code).toBe(1);
    });
  });
});
