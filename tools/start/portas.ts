import { createServer } from 'node:net';
import { NaoDaParaComecar } from './opcoes.ts';

/** Every busy port is named at once, with the variable that moves it. */
export async function conferirPortas(portas: Readonly<Record<string, number>>): Promise<void> {
  const ocupadas: string[] = [];
  for (const [nome, porta] of Object.entries(portas)) {
    if (!(await estaLivre(porta)))
      ocupadas.push(`${porta} (${nome}, mude com PORTA_${nome.toUpperCase()})`);
  }
  if (ocupadas.length === 0) return;
  throw new NaoDaParaComecar(
    `Porta ocupada: ${ocupadas.join('; ')}. Outro npm start está rodando? Pare-o com Ctrl-C ou escolha outras portas.`,
  );
}

function estaLivre(porta: number): Promise<boolean> {
  return new Promise((resolve) => {
    const servidor = createServer();
    servidor.once('error', () => resolve(false));
    servidor.listen(porta, '127.0.0.1', () => servidor.close(() => resolve(true)));
  });
}
