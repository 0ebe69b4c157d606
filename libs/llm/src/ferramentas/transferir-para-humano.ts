import { z } from 'zod';
import { ferramenta, textoCurto } from './ferramenta.ts';

/** Ends the turn: the loop reads its motivo, closing the turn hands the conversation over. Nothing runs here. */
export const transferirParaHumano = ferramenta({
  nome: 'transferir_para_humano',
  descricao:
    'Passa a conversa para uma pessoa da equipe. Use quando o médico pedir uma pessoa, reclamar, falar de assunto ' +
    'jurídico, contrato, pagamento atrasado ou dados de outra pessoa, ou quando você não puder resolver com as outras ' +
    'ferramentas. Não escreva despedida: o sistema avisa o médico.',
  entrada: z.object({
    motivo: textoCurto(300).describe('Por que uma pessoa precisa assumir, em uma frase'),
  }),
  executar: ({ motivo }) => Promise.resolve({ corpo: { transferido: true, motivo } }),
});

const motivoPadrao = 'pedido do agente';

export function motivoDaTransferencia(entrada: unknown): string {
  const lida = z.object({ motivo: textoCurto(300) }).safeParse(entrada);
  return lida.success ? lida.data.motivo : motivoPadrao;
}
