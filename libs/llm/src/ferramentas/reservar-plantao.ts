import { aceitaOutroPlantao, aceiteConfere, type MotivoRecusaReserva } from '@julia/domain';
import { z } from 'zod';
import { descreverVaga, vagaEmUmaLinha } from './descrever-vaga.ts';
import { erro, ferramenta, textoCurto } from './ferramenta.ts';

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
    const oferta = turno.ofertas?.find((vaga) => vaga.handle === handle);
    if (!aceiteConfere(entrada.aceite, textoDoMedico, oferta?.valorCentavos)) {
      return erro(
        'O aceite precisa ser um trecho literal da mensagem do médico dizendo com clareza que ele quer essa vaga, ' +
          'pelo valor dela. Se ele não disse ou falou em outro valor, diga o valor da vaga e pergunte se pode reservar.',
      );
    }
    if (oferta && aceitaOutroPlantao(textoDoMedico, oferta, turno.agora)) {
      return erro(
        `O médico falou em outro dia ou horário, e ${handle} é ${vagaEmUmaLinha(oferta)}. Se ele quer outro plantão, ` +
          'procure-o; se foi engano, diga o dia e o horário da vaga e pergunte se pode reservar.',
      );
    }
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
