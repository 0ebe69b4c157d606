import { papelDaChave } from './supabase-key.ts';
import { bitsDeSegredo, bitsMinimos } from './secret-strength.ts';

/** Models that the provider has switched off, still found in old `.env` files. */
const modelosAposentados = ['claude-3-5-haiku-20241022', 'claude-sonnet-4-20250514'];

export const nomeDeSegredo = /(_KEY|_KEY_BASE|_TOKEN|_TOKEN_ANTERIOR|_SECRET|_PASSWORD)$/;

/** Values that were published somewhere: our own development defaults, examples, and defaults of the neighbours. */
const segredoConhecido = [
  /^julia-(dev|test|local)/i,
  /troque|change-?me|placeholder|example|exemplo|your[-_]|sua[-_]chave|simulador|development|desenvolvimento/i,
  /^(x{3,}|\.{3,}|\*{3,}|0+|test(e)?|secret|segredo|password|senha|token)$/i,
  /\.\.\.$/,
  // Evolution API's documented key and the keys every local Supabase starts with.
  /^429683C4C977415CAAFCCE10F7D57E11$/i,
  /^sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz$/,
];

export interface Falha {
  readonly variavel: string;
  readonly problema: string;
}

function ehTokenDeDemonstracao(valor: string): boolean {
  const [, corpo] = valor.split('.');
  if (!valor.startsWith('eyJ') || !corpo) return false;
  return Buffer.from(corpo, 'base64url').toString('utf8').includes('supabase-demo');
}

/** Why nobody may rely on this secret; null when it will do. */
export function problemaDoSegredo(variavel: string, valor: string): string | null {
  if (!nomeDeSegredo.test(variavel)) return null;
  if (segredoConhecido.some((padrao) => padrao.test(valor)) || ehTokenDeDemonstracao(valor)) {
    return 'é um valor de exemplo ou de desenvolvimento';
  }
  return bitsDeSegredo(valor) < bitsMinimos
    ? 'é fácil de adivinhar: gere um valor com openssl rand -hex 32'
    : null;
}

function ehLoopback(endereco: string): boolean {
  const host = URL.parse(endereco)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}

/** What production never accepts, whatever the schemas say. */
function recusasDeProducao(valores: Readonly<Record<string, unknown>>): Falha[] {
  const falhas: Falha[] = [];
  for (const [variavel, valor] of Object.entries(valores)) {
    const problema = typeof valor === 'string' ? problemaDoSegredo(variavel, valor) : null;
    if (problema) falhas.push({ variavel, problema });
  }
  const banco = valores['SUPABASE_URL'];
  if (typeof banco === 'string' && ehLoopback(banco)) {
    falhas.push({
      variavel: 'SUPABASE_URL',
      problema: 'aponta para esta máquina: o banco embutido não serve em produção',
    });
  }
  return falhas;
}

/** Keys that are of another kind than the variable asks for. */
function recusasDeChaves(valores: Readonly<Record<string, unknown>>): Falha[] {
  const falhas: Falha[] = [];
  const chave = valores['SUPABASE_SERVICE_KEY'];
  if (typeof chave === 'string' && papelDaChave(chave) === 'publica') {
    const problema = 'é a chave pública (anon ou publishable): use a secreta (service_role)';
    falhas.push({ variavel: 'SUPABASE_SERVICE_KEY', problema });
  }
  const anthropic = valores['ANTHROPIC_API_KEY'];
  const real = valores['ENVIRONMENT'] === 'production' && !valores['ANTHROPIC_BASE_URL'];
  if (real && typeof anthropic === 'string' && !anthropic.startsWith('sk-ant-')) {
    const problema = 'não parece uma chave da Anthropic: elas começam com sk-ant-';
    falhas.push({ variavel: 'ANTHROPIC_API_KEY', problema });
  }
  return falhas;
}

/**
 * Whoever asks the api for its jobs needs one of two tokens. A variable that is unreadable, or that a service does not
 * read or cannot do without, is not among the values: then this rule has nothing to add.
 */
function recusaSemToken(valores: Readonly<Record<string, unknown>>): Falha[] {
  const nenhum = ['JULIA_JOBS_TOKEN', 'JULIA_API_TOKEN'].every(
    (nome) => nome in valores && valores[nome] === undefined,
  );
  const problema = 'é obrigatória quando JULIA_API_TOKEN não foi definida';
  return nenhum ? [{ variavel: 'JULIA_JOBS_TOKEN', problema }] : [];
}

/** Rules between variables, applied once each of them is readable on its own. */
export function recusas(valores: Readonly<Record<string, unknown>>): Falha[] {
  const falhas = valores['ENVIRONMENT'] === 'production' ? recusasDeProducao(valores) : [];
  for (const variavel of ['LLM_MODEL', 'LLM_MODEL_COMPLEX']) {
    if (modelosAposentados.includes(String(valores[variavel]))) {
      falhas.push({ variavel, problema: 'é um modelo que já foi desligado pela Anthropic' });
    }
  }
  falhas.push(...recusasDeChaves(valores), ...recusaSemToken(valores));
  const crescentes = [
    ['HORARIO_INICIO', 'HORARIO_FIM'],
    ['MAX_MENSAGEM_CHARS', 'MAX_MENSAGEM_CHARS_TRUNCAR'],
    ['MAX_MENSAGEM_CHARS_TRUNCAR', 'MAX_MENSAGEM_CHARS_REJEITAR'],
    ['ESPERA_RAJADA_MS', 'ESPERA_RAJADA_MAXIMA_MS'],
  ] as const;
  for (const [menor, maior] of crescentes) {
    const [a, b] = [valores[menor], valores[maior]];
    const foraDeOrdem =
      (typeof a === 'number' && typeof b === 'number' && a > b) ||
      (typeof a === 'string' && typeof b === 'string' && a >= b);
    if (foraDeOrdem) falhas.push({ variavel: maior, problema: `precisa vir depois de ${menor}` });
  }
  return falhas;
}
