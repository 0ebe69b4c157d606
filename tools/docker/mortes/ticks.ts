import type { ProjetoCompose } from '../projeto-compose.ts';

const JOB = 'processar-mensagens-agendadas';
const MINUTO_MS = 60_000;

/** Asked inside the database's container, which brings the driver. */
const PROGRAMA = `
import postgres from 'postgres';
const sql = postgres('postgres://postgres@127.0.0.1:5432/postgres', { max: 1 });
const linhas = await sql\`select tick from execucoes_jobs where nome = \${process.argv[1]} and tick is not null order by tick\`;
console.log(JSON.stringify(linhas.map(({ tick }) => tick.getTime())));
await sql.end();
`;

/** Instants for which the every-minute job was registered, oldest first. */
export async function ticksRegistrados(projeto: ProjetoCompose): Promise<number[]> {
  const node = ['node', '--input-type=module', '-e', PROGRAMA, JOB];
  return JSON.parse(await projeto.exigir('exec', '-T', 'banco-embutido', ...node)) as number[];
}

/** Minutes between the first and the last tick that have none, and those that have two. */
export function faltasEDobras(ticks: readonly number[]): { faltas: number[]; dobras: number[] } {
  const dobras = ticks.filter((tick, n) => ticks.indexOf(tick) !== n);
  const faltas: number[] = [];
  for (let tick = ticks[0] ?? 0; tick < (ticks.at(-1) ?? 0); tick += MINUTO_MS) {
    if (!ticks.includes(tick)) faltas.push(tick);
  }
  return { faltas, dobras };
}
