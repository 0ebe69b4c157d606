import { dataPorExtenso, diaCivil, horaCurta, instanteDe, type Turno } from '@julia/domain';
import { vagaEmUmaLinha } from '../ferramentas/descrever-vaga.ts';

const diasMostrados = 7;

/** The variable tail of the prompt. Kept with the turn's first round, so that a resumed turn sends the same bytes. */
export function contexto(turno: Turno): string {
  const { medico, agora } = turno;
  const linhas = [
    `Agora: ${dataPorExtenso(agora)}, ${horaCurta(agora)} (horário de Brasília).`,
    `Próximos dias: ${proximosDias(agora)}.`,
    `Médico (dados do cadastro): nome ${dado(medico.nome)}; especialidade ${dado(medico.especialidade)}; cidade ${dado(medico.cidade)}.`,
    turno.turnosAnteriores === 0 ? 'É a primeira resposta sua nesta conversa.' : null,
    ...vagasOfertadas(turno),
    turno.notaHandoff === null
      ? null
      : `Uma pessoa da equipe acabou de devolver a conversa a vc. Nota dela: ${dado(turno.notaHandoff, 600)}. Continue de onde ela parou.`,
    turno.talvezEnviada === null
      ? null
      : `Uma mensagem sua talvez não tenha chegado: "${dado(turno.talvezEnviada, 600)}". Se ainda fizer sentido, diga de novo com outras palavras.`,
  ];
  return `<contexto>\n${linhas.filter((linha) => linha !== null).join('\n')}\n</contexto>`;
}

function proximosDias(agora: Date): string {
  const hoje = diaCivil(agora);
  return Array.from({ length: diasMostrados }, (_, i) =>
    dataPorExtenso(instanteDe(hoje + i + 1, 12 * 60)),
  ).join('; ');
}

function vagasOfertadas({ ofertas = [] }: Turno): string[] {
  if (ofertas.length === 0) return [];
  return [
    'Vagas já oferecidas nesta conversa, a mais recente primeiro:',
    ...ofertas.map((vaga) => `${vaga.handle} = ${vagaEmUmaLinha(vaga)}`),
  ];
}

/** Profile names come from WhatsApp, so from anybody: one line, no markup, bounded. */
function dado(texto: string | null, maximo = 80): string {
  const limpo = (texto ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/[<>[\]{}]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maximo);
  return limpo === '' ? 'não informado' : limpo;
}
