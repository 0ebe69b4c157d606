import { styleText } from 'node:util';

const niveis: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'aviso',
  50: 'ERRO',
  60: 'FATAL',
};
const cores = { api: 'cyan', worker: 'green', scheduler: 'magenta', simulador: 'yellow' } as const;
/** Shown for every line already, or of no use to a person who watches. */
const omitidos = new Set([
  'level',
  'time',
  'msg',
  'servico',
  'versao',
  'ambiente',
  'pid',
  'hostname',
]);

/**
 * One line of the combined view. JSON lines of the services become readable on a terminal and stay JSON elsewhere;
 * anything else is passed on as it is.
 */
export function formatarLinha(servico: string, linha: string, terminal: boolean): string {
  const prefixo = servico.padEnd(9);
  if (!terminal) return `${prefixo} | ${linha}`;
  const cor = cores[servico as keyof typeof cores] as 'cyan' | undefined;
  const colorido = styleText(cor ?? 'white', prefixo);
  return `${colorido} | ${legivel(linha)}`;
}

function legivel(linha: string): string {
  let registro: Record<string, unknown>;
  try {
    registro = JSON.parse(linha) as Record<string, unknown>;
  } catch {
    return linha;
  }
  const hora = new Date(Number(registro['time'] ?? Date.now())).toLocaleTimeString('pt-BR');
  const nivel = niveis[Number(registro['level'])] ?? String(registro['level']);
  const fatos = Object.entries(registro)
    .filter(([nome, valor]) => !omitidos.has(nome) && valor !== null && valor !== undefined)
    .map(
      ([nome, valor]) =>
        `${nome}=${typeof valor === 'object' ? JSON.stringify(valor) : String(valor as string | number | boolean)}`,
    );
  const texto = `${hora} ${nivel.padEnd(5)} ${String(registro['msg'])}`;
  return `${texto} ${styleText('dim', fatos.join(' '))}`;
}
