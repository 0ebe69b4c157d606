import { describe, expect, it } from '@jest/globals';
import { acrescentado, passosDe } from './passos.ts';

const mundo = {
  lugares: { 'endereço do repositório': 'file:///origem.git' },
  variaveis: { SUPABASE_URL: 'http://banco', ANTHROPIC_API_KEY: 'chave' },
};

describe('the steps of a block', () => {
  it('are its commands as they are written, with placeholders replaced', () => {
    expect(
      passosDe('git clone <endereço do repositório> julia && cd julia\n./julia up', mundo),
    ).toEqual([
      { tipo: 'comandos', texto: 'git clone file:///origem.git julia && cd julia\n./julia up' },
    ]);
  });

  it('fill .env where a comment between them says so', () => {
    const bloco =
      'cp .env.example .env\n# preencha ENVIRONMENT=production, SUPABASE_URL e ANTHROPIC_API_KEY; o resto tem padrão\n./julia init';
    expect(passosDe(bloco, mundo)).toEqual([
      { tipo: 'comandos', texto: 'cp .env.example .env' },
      {
        tipo: 'preencher',
        valores: {
          ENVIRONMENT: 'production',
          SUPABASE_URL: 'http://banco',
          ANTHROPIC_API_KEY: 'chave',
        },
      },
      { tipo: 'comandos', texto: './julia init' },
    ]);
  });

  it('add to the lists in .env where a comment says so', () => {
    const bloco = '# acrescente compose/backup.yaml a COMPOSE_FILE e backup a COMPOSE_PROFILES';
    expect(passosDe(bloco, mundo)).toEqual([
      {
        tipo: 'acrescentar',
        valores: { COMPOSE_FILE: 'compose/backup.yaml', COMPOSE_PROFILES: 'backup' },
      },
    ]);
    expect(acrescentado('COMPOSE_FILE', 'a.yaml:b.yaml', 'c.yaml')).toBe('a.yaml:b.yaml:c.yaml');
    expect(acrescentado('COMPOSE_PROFILES', '', 'backup')).toBe('backup');
  });

  it('answer a question with what its comment says', () => {
    expect(passosDe('./julia restore   # pergunta antes: responda sim', mundo)).toEqual([
      {
        tipo: 'comandos',
        texto: './julia restore   # pergunta antes: responda sim',
        resposta: 'sim',
      },
    ]);
  });

  it.each([
    ['git clone <outro endereço>', 'no lugar de <outro endereço>'],
    ['# preencha SUPABASE_URL e SENHA_NOVA', 'preencher: "SENHA_NOVA"'],
    ['# preencha o que faltar', 'preencher: "o que faltar"'],
    ['# acrescente uma linha ao .env', 'acrescentar: "uma linha ao .env"'],
    ['# acrescente x a OUTRA_LISTA', 'acrescentar: "x a OUTRA_LISTA"'],
  ])('refuse what nobody gives: %s', (bloco, motivo) => {
    expect(() => passosDe(bloco, mundo)).toThrow(motivo);
  });

  it('leave other comments, redirections and here strings alone', () => {
    const texto = '# só um comentário\nsort <entrada >saida\n./julia segredo X <<<abc';
    expect(passosDe(texto, mundo)).toEqual([{ tipo: 'comandos', texto }]);
  });
});
