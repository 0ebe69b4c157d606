import type { ResultadoWebhook } from '@julia/domain';
import { z } from 'zod';

import { idProvedorSchema, motivoDe } from './campos.ts';
import { lerConteudo } from './conteudo.ts';
import { lerInstante } from './instante.ts';
import { lerJid } from './pessoa.ts';
import { aceito, ignorado, quarentena, resumo } from './resultado.ts';

const protocoloSchema = z.object({
  key: z.object({ remoteJid: z.string().catch(''), id: idProvedorSchema }),
  editedMessage: z.unknown().optional(),
  timestampMs: z.unknown().optional(),
});

const tipoSchema = z.object({ type: z.union([z.number(), z.string()]) });

/**
 * A WhatsApp protocol message: type 14 edits, type 0 deletes for everyone (number or enum name, by version). All other
 * types keep devices in step and say nothing to us.
 */
export function lerProtocolo(bruto: unknown, instancia: string): ResultadoWebhook {
  const { data: cabecalho } = tipoSchema.safeParse(bruto);
  if (!cabecalho) return quarentena('campo_invalido:type');
  const tipo = String(cabecalho.type);
  const edita = tipo === '14' || tipo === 'MESSAGE_EDIT';
  const apaga = tipo === '0' || tipo === 'REVOKE';
  if (!edita && !apaga) return ignorado('protocolo_sem_uso');

  const lido = protocoloSchema.safeParse(bruto);
  if (!lido.success) return quarentena(motivoDe(lido.error));
  const { key, editedMessage, timestampMs } = lido.data;
  const jid = lerJid(key.remoteJid);
  if (jid.tipo === 'ignorado') return ignorado(jid.motivo);
  if (apaga) return apagada(instancia, key.id);

  const texto = textoEditado(editedMessage);
  if (texto === null) return ignorado('edicao_sem_texto');
  const editadaEm = lerInstante(timestampMs);
  return aceito(
    { tipo: 'mensagem_editada', instancia, idProvedor: key.id, texto, editadaEm },
    'messages.edited',
    key.id,
    // An edit back to earlier words is a new edit.
    resumo(texto, editadaEm),
  );
}

const apagadaSchema = z.object({ remoteJid: z.string().catch(''), id: idProvedorSchema });

/** messages.delete: the key of what was deleted. */
export function lerApagada(bruto: unknown, instancia: string): ResultadoWebhook {
  const lido = apagadaSchema.safeParse(bruto);
  if (!lido.success) return quarentena(motivoDe(lido.error));
  const jid = lerJid(lido.data.remoteJid);
  return jid.tipo === 'ignorado' ? ignorado(jid.motivo) : apagada(instancia, lido.data.id);
}

/** A deletion for everyone can be told twice, as messages.edited and as messages.delete: one key for both. */
function apagada(instancia: string, idProvedor: string): ResultadoWebhook {
  return aceito({ tipo: 'mensagem_apagada', instancia, idProvedor }, 'messages.delete', idProvedor);
}

function textoEditado(mensagem: unknown): string | null {
  const lido = lerConteudo(mensagem, null, null);
  if (lido.tipo !== 'conteudo') return null;
  const { conteudo } = lido;
  if (conteudo.tipo === 'texto') return conteudo.texto;
  return 'legenda' in conteudo ? conteudo.legenda : null;
}
