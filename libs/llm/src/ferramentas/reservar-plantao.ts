import {
  aceitaOutroPlantao,
  aceiteConfere,
  type MotivoRecusaReserva,
  type Turno,
  type VagaOferecida,
} from '@julia/domain';
import { z } from 'zod';
import { descreverVaga, vagaEmUmaLinha } from './descrever-vaga.ts';
import type { Fatos } from './fatos.ts';
import { erro, ferramenta, textoCurto } from './ferramenta.ts';
import { acharVaga, medicoConhece } from './reservar-plantao-vaga.ts';

const explicacoes: Readonly<Record<MotivoRecusaReserva, string>> = {
  handle_desconhecido:
    'Esse handle não existe nesta conversa. Use buscar_vagas para achar o handle certo.',
  ja_reservada: 'Outra pessoa reservou essa vaga antes. Diga isso e ofereça procurar outra.',
  no_passado: 'Esse plantão já começou ou já passou. Diga isso e ofereça procurar outro.',
  outra_especialidade: 'Essa vaga é de outra especialidade e não pode ser reservada por ele.',
  conflito_de_horario: 'O médico já tem um plantão nesse horário. Diga isso e ofereça outra data.',
  cancelada: 'O hospital cancelou essa vaga. Diga isso e ofereça procurar outra.',
};

export const reservarPlantao = ferramenta({
  nome: 'reservar_plantao',
  descricao:
    'Reserva para o médico desta conversa uma vaga já oferecida a ele. Use só quando ele aceitou com todas as letras, ' +
    'na mensagem que está sendo respondida agora. Em "aceite" copie o trecho exato em que ele aceita. Só diga que ' +
    'está reservado se o resultado disser reservado: true. Uma reserva por mensagem.',
  entrada: z.object({
    handle: z
      .string()
      .trim()
      .regex(/^[Vv]\d{1,4}$/, 'use o handle devolvido por buscar_vagas, como V1')
      .describe('Handle da vaga, como V1'),
    aceite: textoCurto(300).describe('Trecho exato da mensagem do médico em que ele aceita'),
  }),
  executar: async (entrada, { vagas, turno, textoDoMedico, fatos }) => {
    const handle = entrada.handle.toUpperCase();
    if (fatos.handleTentado !== null && fatos.handleTentado !== handle) {
      return erro(
        'Só uma vaga pode ser reservada por mensagem do médico. Pergunte se ele quer a outra também.',
      );
    }
    const vaga = acharVaga(handle, turno, fatos);
    const recusa = vaga
      ? recusaDoAceite(entrada.aceite, textoDoMedico, vaga, turno, fatos)
      : `${handle} não está entre as vagas abertas desta conversa. Procure-a com buscar_vagas, ofereça-a com hospital, ` +
        'dia, horário e valor, e pergunte se pode reservar. Se não aparecer, ela não está mais aberta: diga isso.';
    if (recusa !== null) return erro(recusa);
    const reserva = await vagas.reservar(turno, handle);
    if (reserva.tipo === 'recusada') {
      return {
        corpo: {
          reservado: false,
          motivo: reserva.motivo,
          explicacao: explicacoes[reserva.motivo],
        },
        fatos: { handleTentado: handle },
      };
    }
    return {
      corpo: { reservado: true, vaga: descreverVaga(reserva.vaga) },
      fatos: {
        hospitais: [reserva.vaga.hospital],
        temVaga: true,
        reservou: true,
        progresso: true,
        handleTentado: handle,
        feitos: [`Prontinho, reservei pra vc! ${vagaEmUmaLinha(reserva.vaga)}`],
      },
    };
  },
});

/** Why the doctor's words are no acceptance of this vaga, in words for the model; null when they are. */
function recusaDoAceite(
  aceite: string,
  textoDoMedico: string,
  vaga: VagaOferecida,
  turno: Turno,
  fatos: Fatos,
): string | null {
  if (!aceiteConfere(aceite, textoDoMedico, vaga.valorCentavos, vaga)) {
    return (
      'O aceite precisa ser um trecho literal da mensagem do médico dizendo com clareza que ele quer essa vaga, ' +
      'pelo valor dela. Se ele não disse ou falou em outro valor, diga o valor da vaga e pergunte se pode reservar.'
    );
  }
  if (aceitaOutroPlantao(textoDoMedico, vaga, turno.agora)) {
    return (
      `O médico falou em outro dia, horário, hospital ou especialidade, ou só em parte do plantão, e ${vaga.handle} é ` +
      `${vagaEmUmaLinha(vaga)}. Se ele quer outro plantão, procure-o; se foi engano, diga o dia, o horário e o hospital ` +
      'da vaga e pergunte se pode reservar.'
    );
  }
  if (!medicoConhece(vaga, textoDoMedico, turno, fatos)) {
    return (
      `Essa vaga ainda não foi oferecida a ele. Ofereça: ${vagaEmUmaLinha(vaga)}. E pergunte se pode reservar; só ` +
      'reserve quando ele responder.'
    );
  }
  return null;
}
