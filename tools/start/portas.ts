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
  if (ocupadas.length === Object.keys(portas).length) {
    throw new NaoDaParaComecar(
      'Outro npm start já está rodando (todas as portas estão ocupadas): pare-o com Ctrl-C.',
    );
  }
  throw new NaoDaParaComecar(
    `Porta ocupada: ${ocupadas.join('; ')}. Pare quem a usa ou escolha outra.`,
  );
}

function estaLivre(porta: number): Promise<boolean> {
  return new Promise((resolve) => {
    const servidor = createServer();
    servidor.once('error', () => resolve(false));
    servidor.listen(porta, '127.0.0.1', () => servidor.close(() => resolve(true)));
  });
}
