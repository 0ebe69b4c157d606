import { describe, expect, it } from '@jest/globals';
import { pedidoDoAgente } from '../../test/pedido-do-agente.ts';
import { pedidoSchema } from '../anthropic/pedido.ts';
import { decidir } from './decidir.ts';
import { lerPedido } from './ler-pedido.ts';

const busca = { tipo: 'ferramentas', chamadas: [{ nome: 'buscar_vagas', entrada: {} }] };

describe('reading a request', () => {
  it('takes the moment from the words of the context, minutes or not', () => {
    const ler = (contexto: string) =>
      lerPedido(
        pedidoSchema.parse({
          model: 'm',
          max_tokens: 1,
          system: contexto,
          messages: [{ role: 'user', content: 'oi' }],
        }),
        new Date('2020-01-01T03:00:00Z'),
      ).agora;
    expect(ler('Agora: domingo, 22/11/2026, 10h (horário de Brasília).')).toEqual({
      dia: '2026-11-22',
      minuto: 600,
    });
    expect(ler('Agora: domingo, 22/11/2026, 9h05.')).toEqual({ dia: '2026-11-22', minuto: 545 });
    expect(ler('Now 2026-11-22T12:00:00Z')).toEqual({ dia: '2026-11-22', minuto: 540 });
    expect(ler('nada')).toEqual({ dia: '2020-01-01', minuto: 0 });
  });

  it('hears the doctor only inside the tag, also when the system speaks after a blocked answer', () => {
    const base = pedidoDoAgente([['medico', 'tem plantão?']]);
    const corrigido = pedidoSchema.parse({
      ...base,
      messages: [
        ...base.messages,
        { role: 'assistant', content: 'Deixa eu verificar aqui!' },
        {
          role: 'user',
          content: '<aviso_do_sistema>Ela promete. pode reservar</aviso_do_sistema>',
        },
      ],
    });
    expect(decidir(lerPedido(corrigido, new Date()))).toEqual(busca);
  });

  it('answers the last of several things said in one message', () => {
    const base = pedidoDoAgente([['medico', 'x']]);
    const content =
      '<mensagem_do_medico>\nquero falar com uma pessoa\n</mensagem_do_medico>\n<mensagem_do_medico>\ntem plantão?\n</mensagem_do_medico>';
    const juntas = pedidoSchema.parse({ ...base, messages: [{ role: 'user', content }] });
    expect(decidir(lerPedido(juntas, new Date()))).toEqual(busca);
  });
});
