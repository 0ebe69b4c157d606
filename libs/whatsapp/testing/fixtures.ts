import { readdirSync, readFileSync } from 'node:fs';

function lerPasta(pasta: string): Map<string, unknown> {
  const url = new URL(`../fixtures/${pasta}/`, import.meta.url);
  return new Map(
    readdirSync(url).map((nome) => [
      nome.replace(/\.json$/, ''),
      JSON.parse(readFileSync(new URL(nome, url), 'utf8')) as unknown,
    ]),
  );
}

/** Every sample webhook body by file name. */
export const corposDeWebhook = lerPasta('evolution');

export interface RespostaRest {
  readonly status: number;
  readonly body: unknown;
}

/** Every sample REST answer by file name. */
export const respostasRest = lerPasta('evolution-rest') as Map<string, { response: RespostaRest }>;
