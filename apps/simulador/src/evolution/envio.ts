import { z } from 'zod';
import type { Chaves } from '../chaves/chaves.ts';
import { novoId } from '../mundo/identificadores.ts';
import { jidDoTelefone, telefoneDoNumero } from '../mundo/enderecos.ts';
import type { MensagemGuardada, Mundo } from '../mundo/mundo.ts';
import type { RelogioAjustavel } from '../mundo/relogio-ajustavel.ts';
import type { Conexao } from './conexao.ts';
import {
  erroDaEvolution,
  erroDeEsquema,
  erroDeTexto,
  numeroRestrito,
  semWhatsapp,
  type RespostaHttp,
} from './erros.ts';
import { corpoDoEnvio } from './eventos.ts';
import type { Recibos } from './recibos.ts';

/** How a call ends: an answer, an open connection that never answers, or one cut. */
export type FimDaChamada =
  ({ tipo: 'resposta' } & RespostaHttp) | { tipo: 'trava' } | { tipo: 'corta' };

const pedidoSchema = z.object({ number: z.string(), text: z.string() });

export interface MundoDoEnvio {
  readonly mundo: Mundo;
  readonly chaves: Chaves;
  readonly conexao: Conexao;
  readonly recibos: Recibos;
  readonly relogio: RelogioAjustavel;
}

/** `POST /message/sendText`, with the ways in which its answer and what really happened come apart. */
export function enviarTexto(corpo: unknown, dependencias: MundoDoEnvio): FimDaChamada {
  const { chaves, conexao, mundo } = dependencias;
  const pedido = pedidoSchema.safeParse(corpo);
  if (!pedido.success) return responder(erroDeEsquema(...faltas(pedido.error)));
  const { number, text } = pedido.data;
  if (text.trim() === '') return responder(erroDaEvolution(400, ['Text is required']));
  if (conexao.encontrar() !== 'open') return responder(erroDeTexto('Connection Closed'));
  const telefone = telefoneDoNumero(number, mundo.telefones());
  if (telefone === null || chaves.usar('envio.numero-inexistente', telefone)) {
    const jid = number.includes('@') ? number : jidDoTelefone(number);
    return responder(semWhatsapp(jid, number));
  }
  if (chaves.usar('envio.banida', telefone)) return responder(numeroRestrito());
  const remoteJid = number.includes('@') ? number : jidDoTelefone(telefone);
  if (chaves.usar('envio.perdida', telefone)) {
    const nunca = novaMensagem(telefone, remoteJid, text, dependencias.relogio.agora());
    return responder({ status: 201, corpo: corpoDoEnvio(nunca) });
  }
  return enviarComFalha(telefone, remoteJid, text, dependencias);
}

function enviarComFalha(
  telefone: string,
  remoteJid: string,
  texto: string,
  { chaves, mundo, recibos, relogio }: MundoDoEnvio,
): FimDaChamada {
  const mensagem = novaMensagem(telefone, remoteJid, texto, relogio.agora());
  const com400 = chaves.usar('envio.enviada-mas-400', telefone);
  if (com400) {
    mundo.guardar({ ...mensagem, registrada: com400.valor !== 'sem-registro' });
    recibos.semEco(mensagem);
    return responder(erroDeTexto('Invalid `prisma.message.create()` invocation'));
  }
  mundo.guardar(mensagem);
  const mudo = semResposta(chaves, telefone);
  if (mudo?.eco !== false) recibos.doEnvio(mensagem);
  else recibos.semEco(mensagem);
  return mudo?.fim ?? responder({ status: 201, corpo: corpoDoEnvio(mensagem) });
}

/** Faults in which the message left but its sender is not told so. */
function semResposta(chaves: Chaves, telefone: string): { fim: FimDaChamada; eco: boolean } | null {
  const fins = [
    ['envio.enviada-mas-timeout', { tipo: 'trava' }],
    ['envio.enviada-mas-cortada', { tipo: 'corta' }],
    ['envio.enviada-mas-500', responder(erroDaEvolution(500, 'Connection Closed'))],
  ] as const satisfies readonly (readonly [Parameters<Chaves['usar']>[0], FimDaChamada])[];
  for (const [nome, fim] of fins) {
    const ajuste = chaves.usar(nome, telefone);
    if (ajuste) return { fim, eco: ajuste.valor !== 'sem-eco' };
  }
  return null;
}

function novaMensagem(
  telefone: string,
  remoteJid: string,
  texto: string,
  em: Date,
): MensagemGuardada {
  return {
    idProvedor: novoId.deEnvio(),
    idRegistro: novoId.deRegistro(),
    telefone,
    remoteJid,
    de: 'julia',
    texto,
    message: { conversation: texto },
    messageType: 'conversation',
    status: 'PENDING',
    em,
    source: 'web',
    registrada: true,
  };
}

function responder(resposta: RespostaHttp): { tipo: 'resposta' } & RespostaHttp {
  return { tipo: 'resposta', ...resposta };
}

function faltas(erro: z.ZodError): string[] {
  return erro.issues.map(({ path }) => `instance requires property "${path.join('.')}"`);
}
