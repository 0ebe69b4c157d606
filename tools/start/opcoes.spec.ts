import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { dirJulia, raizDoProjeto } from '../infra/caminhos.ts';
import { lerOpcoes, nomesDosServicos } from './opcoes.ts';

const dir = mkdtempSync(join(tmpdir(), 'julia-opcoes-'));
const nomes = ['SUPABASE_URL', 'REDIS_URL', 'EVOLUTION_API_URL', 'ANTHROPIC_API_KEY'];
let contador = 0;

function ler(texto: string, argumentos: string[] = [], ambiente: NodeJS.ProcessEnv = {}) {
  const arquivo = join(dir, `${(contador += 1)}.env`);
  writeFileSync(arquivo, texto);
  return lerOpcoes(argumentos, arquivo, ambiente, nomes);
}

afterAll(() => rmSync(dir, { recursive: true }));

describe('options of npm start', () => {
  it('treats blank as absent and lets the shell win over the file', () => {
    const { definidas } = ler('REDIS_URL=\nANTHROPIC_API_KEY=do-arquivo\n', [], {
      ANTHROPIC_API_KEY: 'do-shell',
      OUTRA: 'ignorada',
    });
    expect(definidas).toEqual({ ANTHROPIC_API_KEY: 'do-shell' });
  });

  it('works without a file', () => {
    expect(lerOpcoes([], join(dir, 'nao-existe'), {}, nomes).definidas).toEqual({});
  });

  it('starts with an unedited copy of .env.example, and takes nothing of Compose from it', () => {
    const arquivo = new URL('../../.env.example', import.meta.url);
    const doExemplo = nomesDosServicos(readFileSync(arquivo, 'utf8'));
    const { definidas } = lerOpcoes([], fileURLToPath(arquivo), {}, doExemplo);
    expect(definidas).toMatchObject({ APP_NAME: 'Agente Júlia', NOME_EMPRESA: 'Revoluna' });
    expect(Object.keys(definidas).filter((nome) => /^(COMPOSE|EDGE|JULIA)_/.test(nome))).toEqual(
      [],
    );
    for (const nome of nomes) expect(definidas[nome]).toBeUndefined();
  });

  it('names the broken line of .env', () => {
    expect(() => ler('# ok\nREDIS_URL=redis://127.0.0.1\nisto não é uma variável\n')).toThrow(
      '.env, linha 3',
    );
  });

  const reais = {
    SUPABASE_URL: 'https://x.supabase.co',
    REDIS_URL: 'rediss://x:6379',
    EVOLUTION_API_URL: 'https://evo.example.com',
  };

  it('refuses real services without --real', () => {
    expect(() => ler('', [], reais)).toThrow('npm start -- --real');
  });

  it('refuses real and simulated services mixed', () => {
    expect(() => ler('', ['--real'], { SUPABASE_URL: reais.SUPABASE_URL })).toThrow(
      'REDIS_URL, EVOLUTION_API_URL',
    );
  });

  it('takes three real services with --real', () => {
    expect(ler('', ['--real'], reais).real).toBe(true);
  });

  it('takes loopback addresses as they are', () => {
    expect(ler('REDIS_URL=redis://localhost:7000').definidas).toEqual({
      REDIS_URL: 'redis://localhost:7000',
    });
  });

  it.each(['abc', '0', '70000'])('refuses the port %s', (porta) => {
    expect(() => ler('', [], { PORTA_API: porta })).toThrow('PORTA_API');
  });

  it('moves ports', () => {
    expect(ler('', [], { PORTA_API: '9000' }).portas.api).toBe(9000);
  });

  it('leaves services to nx serve, by the names of their projects', () => {
    expect(ler('', ['--sem', 'api', '--sem', 'fila-worker']).sem).toEqual(['api', 'worker']);
    expect(() => ler('', ['--sem', 'painel'])).toThrow('api, fila-worker, scheduler');
  });

  it('keeps all that it writes in another folder when told one', () => {
    const { pastas } = ler('');
    expect(pastas).toEqual({ dados: dirJulia, bundles: join(raizDoProjeto, 'dist') });
    expect(ler('', ['--dados', dir]).pastas).toEqual({ dados: dir, bundles: join(dir, 'dist') });
  });

  it('says which options there are', () => {
    expect(() => ler('', ['--tudo'])).toThrow('--limpo');
  });
});
