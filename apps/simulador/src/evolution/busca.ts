import { z } from 'zod';
import { chaveGuardada } from '../mundo/enderecos.ts';
import { ordemDeStatus, type MensagemGuardada, type Medico } from '../mundo/mundo.ts';
import { dono, segundos } from './eventos.ts';

export const buscaSchema = z.object({
  where: z
    .object({
      key: z
        .object({ id: z.string(), fromMe: z.boolean(), remoteJid: z.string() })
        .partial()
        .optional(),
      messageTimestamp: z.object({ gte: z.string(), lte: z.string() }).partial().optional(),
    })
    .default({}),
  page: z.coerce.number().int().min(1).default(1),
  offset: z.coerce.number().int().min(1).default(50),
});
export type Busca = z.output<typeof buscaSchema>;

export interface LinhaGuardada {
  readonly mensagem: MensagemGuardada;
  readonly medico: Medico;
}

/** `POST /chat/findMessages`: newest first, `offset` rows a page, as Evolution reads its own table. */
export function buscarMensagens(linhas: readonly LinhaGuardada[], busca: Busca): unknown {
  const achadas = linhas
    .filter(({ mensagem }) => mensagem.registrada)
    .filter((linha) => combina(linha, busca.where))
    .toReversed();
  const inicio = (busca.page - 1) * busca.offset;
  return {
    messages: {
      total: achadas.length,
      pages: Math.ceil(achadas.length / busca.offset),
      currentPage: busca.page,
      records: achadas.slice(inicio, inicio + busca.offset).map(registro),
    },
  };
}

function combina(linha: LinhaGuardada, where: Busca['where']): boolean {
  const chave = chaveDaLinha(linha);
  const { key, messageTimestamp } = where;
  if (key?.id !== undefined && key.id !== chave.id) return false;
  if (key?.fromMe !== undefined && key.fromMe !== chave.fromMe) return false;
  if (key?.remoteJid !== undefined && key.remoteJid !== chave.remoteJid) return false;
  // Evolution ignores a time filter that has only one end.
  if (!messageTimestamp?.gte || !messageTimestamp.lte) return true;
  const quando = segundos(linha.mensagem.em);
  const desde = Math.floor(Date.parse(messageTimestamp.gte) / 1000);
  const ate = Math.floor(Date.parse(messageTimestamp.lte) / 1000);
  return quando >= desde && quando <= ate;
}

/** What the API sent is stored under the jid it was sent to; what came in is stored before the LID is swapped away. */
function chaveDaLinha({ mensagem, medico }: LinhaGuardada) {
  const fromMe = mensagem.de !== 'medico';
  if (mensagem.de === 'julia') {
    return { id: mensagem.idProvedor, fromMe, remoteJid: mensagem.remoteJid };
  }
  return chaveGuardada(medico.telefone, medico.modoLid, fromMe, mensagem.idProvedor);
}

function registro(linha: LinhaGuardada): unknown {
  const { mensagem, medico } = linha;
  const alcancado = ordemDeStatus.indexOf(mensagem.status);
  const historico =
    mensagem.status === 'ERROR'
      ? ['ERROR']
      : ordemDeStatus.slice(ordemDeStatus.indexOf('SERVER_ACK'), alcancado + 1);
  return {
    id: mensagem.idRegistro,
    key: chaveDaLinha(linha),
    pushName: mensagem.de === 'medico' ? medico.nome : 'Você',
    messageType: mensagem.messageType,
    message: mensagem.message,
    messageTimestamp: segundos(mensagem.em),
    instanceId: dono.instanceId,
    source: mensagem.source,
    contextInfo: null,
    MessageUpdate: historico.map((status) => ({ status })),
  };
}
