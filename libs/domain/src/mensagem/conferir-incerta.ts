import type { JobPublisher } from '../job-publisher.ts';
import type { Fatos } from '../log.ts';
import type { EventoWhatsapp, MensagemPropria } from '../whatsapp/evento.ts';
import { talvezSemRegistro, type Mensageiro } from '../whatsapp/mensageiro.ts';
import { canonizarTelefone } from '../whatsapp/telefone.ts';
import { textoDoConteudo } from '../conversa/texto-do-turno.ts';
import type { Envios, MensagemIncerta, VereditoIncerta } from './envios.ts';

/** The echo usually settles it within seconds; only then is the provider asked. */
export const primeiraConferenciaMs = 10_000;
const intervaloMs = 30_000;
const folgaRelogioMs = 10_000;
/** DOMAIN §7: before this much time absence proves nothing. */
const ausenciaValeAposMs = 180_000;
const desistenciaAposMs = 15 * 60_000;

/** Settles a message whose sending had an unknown outcome, from what the provider has stored. Never resends blindly. */
export class ConferirIncerta {
  private readonly envios: Envios;
  private readonly mensageiro: Mensageiro;
  private readonly publisher: JobPublisher;

  constructor(envios: Envios, mensageiro: Mensageiro, publisher: JobPublisher) {
    this.envios = envios;
    this.mensageiro = mensageiro;
    this.publisher = publisher;
  }

  async executar(mensagemId: string): Promise<Fatos> {
    const incerta = await this.envios.buscarIncerta(mensagemId);
    if (!incerta) {
      // Settled by its echo, or by a run that was killed before it nudged: this row again or the next one.
      const primeira = await this.envios.primeiraDaFila(mensagemId);
      if (primeira) await this.publisher.publish('mensagem.enviar', { mensagemId: primeira });
      return { mensagemId, resultado: 'nada_a_fazer' };
    }
    const veredito = await this.julgar(incerta);
    if (!veredito) {
      await this.publisher.publish('mensagem.conferir', { mensagemId }, { delayMs: intervaloMs });
      return { mensagemId, resultado: 'sem_prova_ainda' };
    }
    const conclusao = await this.envios.resolverIncerta(mensagemId, incerta.token, veredito);
    // Claimed again while the provider was asked: whoever has that claim sees to it.
    if (conclusao.status === 'enviando' || conclusao.status === 'incerta')
      return { mensagemId, resultado: 'veredito_superado', status: conclusao.status };
    if (conclusao.status === 'pendente')
      await this.publisher.publish('mensagem.enviar', { mensagemId });
    if (conclusao.proximaId) {
      await this.publisher.publish('mensagem.enviar', { mensagemId: conclusao.proximaId });
    }
    return { mensagemId, resultado: veredito.tipo, status: conclusao.status };
  }

  private async julgar(incerta: MensagemIncerta): Promise<VereditoIncerta | null> {
    const esperouMs = incerta.agora.getTime() - incerta.reivindicadaEm.getTime();
    const semProva: VereditoIncerta | null =
      esperouMs >= desistenciaAposMs ? { tipo: 'sem_prova' } : null;
    const { instancia } = incerta.destino;
    const desde = new Date(incerta.reivindicadaEm.getTime() - desistenciaAposMs);
    let eventos: EventoWhatsapp[] | null;
    let aberta: boolean;
    try {
      eventos = await this.mensageiro.listarMensagens(instancia, desde, incerta.agora);
      aberta = (await this.mensageiro.estadoConexao(instancia)) === 'aberta';
    } catch {
      return semProva;
    }
    if (!eventos) return semProva;
    const proprias = eventos.filter((evento) => evento.tipo === 'mensagem_propria');
    const ids = eventos.flatMap((evento) => ('idProvedor' in evento ? [evento.idProvedor] : []));
    const vinculados = await this.envios.idsVinculados(instancia, ids);
    const achada = proprias.find((e) => !vinculados.has(e.idProvedor) && ehEsta(e, incerta));
    if (achada)
      return { tipo: 'enviada', idProvedor: achada.idProvedor, em: new Date(achada.enviadaEm) };

    // The look-up proves absence only if it returns something known to exist: on a quiet number, what the doctor wrote.
    const consultaFunciona =
      incerta.codigo !== talvezSemRegistro && ids.some((id) => vinculados.has(id));
    const ausente = consultaFunciona && !proprias.some((e) => talvezSejaEsta(e, incerta));
    if (aberta && ausente && esperouMs >= ausenciaValeAposMs) return { tipo: 'nao_enviada' };
    return semProva;
  }
}

/** Same person after alias folding, same text, not before the claim. */
function ehEsta(evento: MensagemPropria, incerta: MensagemIncerta): boolean {
  return mesmaPessoa(evento, incerta) === true && mesmoEnvio(evento, incerta);
}

/**
 * What was sent to an address that cannot be compared with the known ones (only the LID of somebody known by phone) may
 * be this very message, even if it was taken for one that a person typed.
 */
function talvezSejaEsta(evento: MensagemPropria, incerta: MensagemIncerta): boolean {
  return mesmaPessoa(evento, incerta) === null && mesmoEnvio(evento, incerta);
}

/** Null when both are known, but by no alias of the same kind. */
function mesmaPessoa({ pessoa }: MensagemPropria, incerta: MensagemIncerta): boolean | null {
  const telefone = pessoa.telefone === null ? null : canonizarTelefone(pessoa.telefone);
  if (telefone !== null && telefone === incerta.telefone) return true;
  if (pessoa.lid !== null && pessoa.lid === incerta.lid) return true;
  const comparavel =
    (telefone !== null && incerta.telefone !== null) ||
    (pessoa.lid !== null && incerta.lid !== null);
  return comparavel ? false : null;
}

function mesmoEnvio(evento: MensagemPropria, incerta: MensagemIncerta): boolean {
  const depois =
    new Date(evento.enviadaEm).getTime() >= incerta.reivindicadaEm.getTime() - folgaRelogioMs;
  return depois && textoDoConteudo(evento.conteudo).trim() === incerta.texto.trim();
}
