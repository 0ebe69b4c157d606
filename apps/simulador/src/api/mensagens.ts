import type { z } from 'zod';
import { mensagemDoAparelho, mensagemRecebida } from '../evolution/eventos.ts';
import { montarMensagem, type ConteudoEnviado } from '../mundo/conteudos.ts';
import { novoId } from '../mundo/identificadores.ts';
import type { MensagemGuardada } from '../mundo/mundo.ts';
import type { Simulador } from '../simulador.ts';
import type { mensagemDoMedicoSchema } from './esquemas.ts';

/** The doctor writes: stored at Evolution, then told by webhook. Never waits for the delivery. */
export function escreverComoMedico(
  { mundo, entregador, relogio }: Simulador,
  pedido: z.output<typeof mensagemDoMedicoSchema>,
): { idProvedor: string } {
  const medico = mundo.medico(pedido.telefone, {
    ...(pedido.nome === undefined ? {} : { nome: pedido.nome }),
    ...(pedido.lid === undefined ? {} : { modoLid: pedido.lid }),
  });
  const repetida = pedido.id === undefined ? null : mundo.mensagem(pedido.id);
  const mensagem =
    repetida ??
    mundo.guardar(
      nova(pedido.telefone, 'medico', pedido.id ?? novoId.deAndroid(), relogio.agora(), {
        ...(pedido.conteudo ?? { tipo: 'texto', texto: pedido.texto ?? '' }),
      }),
    );
  entregador.enviar(mensagemRecebida(mensagem, medico), () =>
    mundo.elevarStatus(mensagem.idProvedor, 'DELIVERY_ACK'),
  );
  return { idProvedor: mensagem.idProvedor };
}

/** A person types on the phone that owns the number. */
export function escreverNoAparelho(
  { mundo, entregador, relogio }: Simulador,
  telefone: string,
  texto: string,
): { idProvedor: string } {
  const mensagem = mundo.guardar(
    nova(telefone, 'humano', novoId.deAparelho(), relogio.agora(), { tipo: 'texto', texto }),
  );
  entregador.enviar(mensagemDoAparelho(mensagem, mundo.medico(telefone)));
  return { idProvedor: mensagem.idProvedor };
}

function nova(
  telefone: string,
  de: 'medico' | 'humano',
  idProvedor: string,
  em: Date,
  conteudo: ConteudoEnviado,
): Omit<MensagemGuardada, 'remoteJid'> {
  const { message, messageType, resumo } = montarMensagem(conteudo);
  return {
    idProvedor,
    idRegistro: novoId.deRegistro(),
    telefone,
    de,
    texto: resumo,
    message,
    messageType,
    status: 'SERVER_ACK',
    em,
    source: de === 'medico' ? 'android' : 'ios',
    registrada: true,
  };
}
