import type { BancoDeTeste } from '@julia/infra';
import { proximo } from './cenario.ts';

/**
 * A statement that a mutant runs where a lock was taken away: the first transaction that comes there waits until a second
 * one has come as far, whatever else the machine is doing; all others pass. Alone it goes on after ten seconds.
 */
export async function encontro({ sql }: BancoDeTeste): Promise<string> {
  const nome = proximo('encontro_');
  await sql.unsafe(`
    create sequence interno.${nome};
    create function interno.${nome}() returns void language plpgsql security definer as $$
    begin
      -- A sequence is no part of a transaction: everybody sees at once how many have come.
      perform nextval('interno.${nome}');
      for i in 1..1000 loop
        exit when (select last_value from interno.${nome}) > 1;
        perform pg_sleep(0.01);
      end loop;
    end
    $$`);
  return `perform interno.${nome}();`;
}
