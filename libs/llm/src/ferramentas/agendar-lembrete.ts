import { dataPorExtenso, horaCurta, instanteLocal, verificarSaida } from '@julia/domain';
import { z } from 'zod';
import { fatosParaAGuarda } from '../fatos-para-a-guarda.ts';
import { erro, ferramenta, textoCurto } from './ferramenta.ts';
import { somarFatos } from './fatos.ts';
import { proximoHorarioUtil } from './horario-util.ts';

const explicacoes = {
  no_passado: 'Esse instante já passou. Confira a data de hoje no contexto e tente de novo.',
  optout:
    'Ele pediu para não receber mais mensagens nossas, então você não pode chamar depois. Diga que é só ele chamar.',
  longe_demais: 'Só dá pra agendar até 90 dias à frente. Combine uma data mais próxima.',
} as const;

export const agendarLembrete = ferramenta({
  nome: 'agendar_lembrete',
  descricao:
    'Agenda uma mensagem sua para o médico quando ele pede para ser chamado depois ("me chama amanhã 10h", "tô em ' +
    'cirurgia, fala comigo à noite"). Mensagens agendadas saem só de segunda a sexta em horário comercial; fora disso ' +
    'o horário é ajustado e o resultado traz o horário de verdade, que é o que você diz ao médico.',
  entrada: z.object({
    instante: textoCurto(40).describe('Quando chamar, horário de Brasília, AAAA-MM-DDTHH:MM'),
    contexto: textoCurto(300).describe('Por que ele pediu, em poucas palavras'),
    texto: textoCurto(600).describe('A mensagem que ele vai receber, curta e informal'),
  }),
  executar: async ({ instante, texto }, contexto) => {
    const { turno, lembretes, janela } = contexto;
    const pedido = instanteLocal(instante);
    if (!pedido) return erro('instante: use AAAA-MM-DDTHH:MM, por exemplo 2026-11-24T10:00');
    // A past instant stays as it is, so that the port refuses it instead of a later one being made of it.
    const para = pedido <= turno.agora ? pedido : proximoHorarioUtil(pedido, janela);
    const quando = `${dataPorExtenso(para)} às ${horaCurta(para)}`;

    const fatos = somarFatos(contexto.fatos, { textos: [quando] });
    // What it says is checked now, because nobody reads it again before it leaves; that it promises something is fine.
    const motivos = verificarSaida(texto, fatosParaAGuarda(turno, contexto.textoDoMedico, fatos))
      .filter(({ regra }) => regra !== 'promessa')
      .map(({ regra, trecho }) => `${regra}: ${trecho}`);
    if (motivos.length > 0) {
      const explicacao = `O texto do lembrete não pode ser enviado (${motivos.join('; ')}). Reescreva.`;
      return erro(explicacao.slice(0, 500), { texto, motivos });
    }
    const resultado = await lembretes.agendar(turno, para, texto);
    if (resultado.tipo === 'recusado') return erro(explicacoes[resultado.motivo]);
    const agendado = `${dataPorExtenso(resultado.para)} às ${horaCurta(resultado.para)}`;
    const ajustado = para.getTime() !== pedido.getTime();
    return {
      corpo: {
        agendado,
        ...(ajustado
          ? { ajustado: true, aviso: 'Fora do horário comercial: diga o horário acima ao médico.' }
          : {}),
      },
      fatos: {
        agendou: true,
        progresso: true,
        feitos: [`Combinado, te chamo ${agendado.replace(/\/\d{4}/, '').replace(',', '')}!`],
      },
    };
  },
});
