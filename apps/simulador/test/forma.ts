import { readFileSync } from 'node:fs';

function ler(nome: string): unknown {
  return JSON.parse(readFileSync(new URL(`./fixtures/${nome}.json`, import.meta.url), 'utf8'));
}

/** A stored sample of a whole webhook body. */
export function amostraDeWebhook(nome: string): unknown {
  return ler(`evolution/${nome}`);
}

/** The answer in a stored sample of Evolution's REST API. */
export function amostraRest(nome: string): { status: number; body: unknown } {
  return (ler(`evolution-rest/${nome}`) as { response: { status: number; body: unknown } })
    .response;
}

/** A stored message of the Messages API. */
export function amostraDeMensagem(nome: string): unknown {
  return ler(`anthropic/message.${nome}`);
}

/** A stored error of the Messages API. */
export function amostraDeErro(status: number): { status: number; headers: object; body: unknown } {
  return ler(`anthropic/error.${status}`) as { status: number; headers: object; body: unknown };
}

interface Tolerancia {
  /** Paths (or their ends) that only one side has, or that differ in type. */
  readonly ignorar?: readonly string[];
}

type Objeto = Readonly<Record<string, unknown>>;

/** Where the structure (keys and types, never values) of two JSON values differs; empty when it is the same. */
export function diferencasDeForma(nosso: unknown, deles: unknown, tolerancia: Tolerancia = {}) {
  const ignorar = tolerancia.ignorar ?? [];
  return comparar(nosso, deles, '').filter(
    (caminho) => !ignorar.some((fim) => ` ${caminho}`.includes(`.${fim}`)),
  );
}

function comparar(nosso: unknown, deles: unknown, caminho: string): string[] {
  if (tipoDe(nosso) !== tipoDe(deles)) return [`${caminho}: ${tipoDe(nosso)} ≠ ${tipoDe(deles)}`];
  if (Array.isArray(nosso) && Array.isArray(deles)) {
    if (nosso.length === 0 || deles.length === 0) return [];
    return comparar(nosso[0], deles[0], `${caminho}[]`);
  }
  if (tipoDe(nosso) !== 'object') return [];
  const a = nosso as Objeto;
  const b = deles as Objeto;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((chave) => {
    const aqui = `${caminho}.${chave}`;
    if (!(chave in a)) return [`${aqui}: falta`];
    if (!(chave in b)) return [`${aqui}: sobra`];
    return comparar(a[chave], b[chave], aqui);
  });
}

function tipoDe(valor: unknown): string {
  if (valor === null) return 'null';
  if (Array.isArray(valor)) return 'array';
  if (typeof valor !== 'object') return typeof valor;
  const chaves = Object.keys(valor);
  return chaves.length > 0 && chaves.every((chave) => /^\d+$/.test(chave)) ? 'bytes' : 'object';
}
