import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MaquinaDeMentira } from './maquina-de-mentira.ts';

describe('./julia', () => {
  let maquina: MaquinaDeMentira;
  beforeAll(async () => {
    maquina = await MaquinaDeMentira.criar();
  });
  afterAll(() => maquina.remover());

  it('without a command lists every command, once, with what it is for', async () => {
    const { code, stdout } = await maquina.julia([]);
    const lista = (await maquina.ler('scripts/julia/comandos.txt')).split('\n').filter(Boolean);
    expect(code).toBe(0);
    for (const linha of lista) {
      const [nome, , resumo] = linha.split('|');
      expect(stdout.split('\n').filter((l) => l.startsWith(`  ${nome} `))).toEqual([
        expect.stringContaining(resumo ?? '?'),
      ]);
    }
  });

  it('explains every command with its use and an example, without Docker', async () => {
    const lista = (await maquina.ler('scripts/julia/comandos.txt')).split('\n').filter(Boolean);
    for (const nome of lista.map((linha) => linha.split('|')[0] ?? '')) {
      const ajuda = await maquina.julia([nome, '--ajuda']);
      expect({ nome, codigo: ajuda.code, erro: ajuda.stderr }).toEqual({
        nome,
        codigo: 0,
        erro: '',
      });
      expect(ajuda.stdout).toMatch(/^Uso: \.\/julia /);
      expect(ajuda.stdout).toContain('Exemplo');
      expect((await maquina.julia(['ajuda', nome])).stdout).toBe(ajuda.stdout);
    }
  });

  it.each([
    ['statsu', 'status'],
    ['doktor', 'doctor'],
    ['conectar', 'conectar-whatsapp'],
    ['Backup', 'backup'],
    ['roll', 'rollout'],
  ])('takes %s for a mistyped %s', async (digitado, certo) => {
    const { code, stderr } = await maquina.julia([digitado]);
    expect(code).toBe(2);
    expect(stderr).toContain(`./julia ${certo}`);
  });

  it('suggests nothing for a word that resembles no command', async () => {
    const { code, stderr } = await maquina.julia(['xyzzyplugh']);
    expect(code).toBe(2);
    expect(stderr).not.toContain('Quis dizer');
  });

  it('says which option it does not know', async () => {
    const { code, stderr } = await maquina.julia(['preflight', '--rapido']);
    expect(code).toBe(2);
    expect(stderr).toContain('--rapido');
    expect(stderr).toContain('./julia preflight --ajuda');
  });

  it('finds its installation from any folder and through symlinks', async () => {
    const fora = maquina.caminho('..', 'fora');
    await mkdir(fora);
    await symlink(maquina.caminho('julia'), join(fora, 'direto'));
    await symlink('direto', join(fora, 'indireto'));
    const { stdout } = await maquina.julia(['versao']);
    for (const nome of ['direto', 'indireto']) {
      const { run } = await import('../docker/command.ts');
      const visto = await run(join(fora, nome), ['versao'], { cwd: '/', env: maquina.ambiente() });
      expect(visto).toMatchObject({ code: 0, stdout });
    }
  });

  it('never shows colours where nobody can see them', async () => {
    const { stdout, stderr } = await maquina.julia(['ajuda'], { env: { TERM: 'xterm' } });
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it.each(['up', 'status', 'doctor', 'job x', 'check-env', 'logs', 'bundle'])(
    '%s without Docker ends with 3 and says where to get it',
    async (comando) => {
      const { code, stderr } = await maquina.julia(comando.split(' '), {
        env: { PATH: await maquina.pathSem('docker') },
      });
      expect(code).toBe(3);
      expect(stderr).toContain('https://docs.docker.com/engine/install/');
    },
  );

  it('says so when the engine does not answer', async () => {
    await maquina.fingir('docker', [{ quando: '*', erro: 'Cannot connect', codigo: 1 }]);
    const { code, stderr } = await maquina.julia(['status']);
    expect(code).toBe(3);
    expect(stderr).toContain('sudo systemctl start docker');
  });
});
