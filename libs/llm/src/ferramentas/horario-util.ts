import { diaCivil, diaDaSemana, instanteDe, minutoDoDia } from '@julia/domain';
import type { JanelaDeEnvio } from './ferramenta.ts';

/**
 * The instant itself when messages of our own accord may leave then (Monday to Friday within the window), else the next
 * opening. A reminder outside would wait and could expire over a weekend, which the doctor would never know.
 */
export function proximoHorarioUtil(instante: Date, janela: JanelaDeEnvio): Date {
  const inicio = minutos(janela.inicio);
  const dia = diaCivil(instante);
  const minuto = minutoDoDia(instante);
  const hoje = ehDiaUtil(dia);
  if (hoje && minuto >= inicio && minuto < minutos(janela.fim)) return instante;
  let proximo = hoje && minuto < inicio ? dia : dia + 1;
  while (!ehDiaUtil(proximo)) proximo += 1;
  return instanteDe(proximo, inicio);
}

function ehDiaUtil(dia: number): boolean {
  const semana = diaDaSemana(dia);
  return semana >= 1 && semana <= 5;
}

function minutos(horario: string): number {
  const [hora = '0', minuto = '0'] = horario.split(':');
  return Number(hora) * 60 + Number(minuto);
}
