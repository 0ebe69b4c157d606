import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../docker/command.ts';
import { MaquinaDeMentira } from './maquina-de-mentira.ts';

/** Where the made-up api image keeps its migrations, and whether `docker cp` fails half-way. */
const DOCKER = `
printf '%s\\n' "$*" >>"$IMAGEM/chamadas"
case $1 in
  image) [ ! -f "$IMAGEM/falta" ] ;;
  create) echo id-criado ;;
  cp) cp "$IMAGEM"/*.sql "\${@: -1}"; [ ! -f "$IMAGEM/quebra" ] ;;
  rm) ;;
  *) exit 64 ;;
esac`;

describe('the migrations that backups find beside their image', () => {
  let maquina: MaquinaDeMentira;
  let imagem: string;
  beforeEach(async () => {
    maquina = await MaquinaDeMentira.criar();
    imagem = maquina.caminho('..', 'imagem');
    await mkdir(imagem);
    await maquina.fingirTexto('docker', DOCKER);
    await maquina.escrever('.env', 'COMPOSE_PROFILES=evolution,backup\n');
    await daImagem('20260101_um.sql', 'um');
  });
  afterEach(() => maquina.remover());

  const daImagem = (nome: string, texto: string) =>
    writeFile(maquina.caminho('..', 'imagem', nome), texto);
  const levar = () =>
    run(
      'bash',
      [
        '-euo',
        'pipefail',
        '-c',
        `declare -A L=(); carregar() { [ -z "\${L[$1]:-}" ] || return 0; L[$1]=1; . "$JULIA_RAIZ/scripts/julia/$1.sh"; }
        for m in numeros terminal release compose backup-migracoes; do carregar $m; done
        backup_levar_migracoes julia-api:v2; echo segue`,
      ],
      {
        cwd: maquina.pasta,
        env: maquina.ambiente({ JULIA_RAIZ: maquina.pasta, IMAGEM: imagem }),
      },
    );
  const levadas = async () => (await readdir(maquina.caminho('.julia/migracoes'))).sort();
  const sobras = async () =>
    (await readdir(maquina.caminho('.julia'))).filter((nome) => nome.includes('nova'));

  it('come out of the api image, and no container stays', async () => {
    expect(await levar()).toMatchObject({ code: 0, stdout: 'segue\n' });
    expect(await maquina.ler('.julia/migracoes/20260101_um.sql')).toBe('um');
    const chamadas = (await maquina.ler('../imagem/chamadas')).split('\n');
    expect(chamadas).toContain('create --network none julia-api:v2');
    expect(chamadas).toContain('rm -f id-criado');
    expect(await sobras()).toEqual([]);
  });

  it('stay when a rollback’s image knows fewer, in the folder that a container has mounted', async () => {
    await daImagem('20260202_dois.sql', 'dois');
    await levar();
    const montada = await stat(maquina.caminho('.julia/migracoes'));
    await rm(maquina.caminho('..', 'imagem', '20260202_dois.sql'));
    await levar();
    expect(await levadas()).toEqual(['20260101_um.sql', '20260202_dois.sql']);
    expect((await stat(maquina.caminho('.julia/migracoes'))).ino).toBe(montada.ino);
  });

  it.each(['falta', 'quebra'])('are only warned about when the image %s', async (defeito) => {
    await daImagem(defeito, '');
    const { code, stdout, stderr } = await levar();
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'segue\n' });
    expect(stderr).toContain('não chegaram ao backup');
    expect(existsSync(maquina.caminho('.julia/migracoes/20260101_um.sql'))).toBe(false);
    if (defeito === 'quebra') expect(await maquina.ler('../imagem/chamadas')).toContain('rm -f');
    if (existsSync(maquina.caminho('.julia'))) expect(await sobras()).toEqual([]);
  });

  it('are left alone where no backup is in use', async () => {
    await maquina.escrever(
      '.env',
      'COMPOSE_PROFILES=evolution\nCOMPOSE_FILE=compose/compose.yaml\n',
    );
    expect(await levar()).toMatchObject({ code: 0, stdout: 'segue\n' });
    expect(existsSync(maquina.caminho('..', 'imagem', 'chamadas'))).toBe(false);
  });
});
