/** Placeholders that the guide may use: what only the outside world can name. */
export const LUGARES = ['endereço do repositório'] as const;

/** Variables that the guide may tell to fill in: addresses and keys of accounts. */
export const VARIAVEIS = [
  'SUPABASE_URL',
  'SUPABASE_SERVICE_KEY',
  'SUPABASE_DB_URL',
  'ANTHROPIC_API_KEY',
] as const;

/** Prose of the guide that the suite follows. Without the sentence it has no right to the step. */
export const FRASES = {
  semVizinhos: 'Quem já tem Evolution ou Chatwoot tira o perfil da lista e preenche o endereço.',
  evolutionQueExiste: 'preencha `EVOLUTION_API_URL` e `EVOLUTION_API_KEY`',
  parar: 'Para terminar: `docker compose down` (os dados ficam)',
  apagar: 'ou `docker compose down --volumes` (apaga tudo)',
  construir: '(`docker compose build` faz só isso',
  retomar: 'deixa a Júlia **pausada**: confira e retome com o comando que ele mostra',
} as const;
