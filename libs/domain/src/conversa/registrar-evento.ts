import type { JobPublisher } from '../job-publisher.ts';
import type { Fatos } from '../log.ts';
import type { EventoWhatsapp, MensagemPropria, MensagemRecebida } from '../whatsapp/evento.ts';
import type { Conversas, EsperaRajada } from './conversas.ts';

export interface OpcoesRegistro {
  readonly espera: EsperaRajada;
  /** Texts beyond this are stored truncated (MAX_MENSAGEM_CHARS_REJEITAR). */
  readonly limiteCaracteres: number;
}

/** Stores what a webhook told and nudges whoever acts on it. Safe to run again at any point. */
export class RegistrarEvento {
  private readonly conversas: Conversas;
  private readonly publisher: JobPublisher;
  private readonly opcoes: OpcoesRegistro;

  constructor(conversas: Conversas, publisher: JobPublisher, opcoes: OpcoesRegistro) {
    this.conversas = conversas;
    this.publisher = publisher;
    this.opcoes = opcoes;
  }

  async executar(evento: EventoWhatsapp): Promise<Fatos> {
    switch (evento.tipo) {
      case 'mensagem_recebida':
        return this.recebida(evento);
      case 'mensagem_propria':
        return this.propria(evento);
      case 'mensagem_editada': {
        const { instancia, idProvedor, texto, editadaEm } = evento;
        return {
          conhecida: await this.conversas.editar(instancia, idProvedor, texto, editadaEm),
        };
      }
      case 'mensagem_apagada':
        return { conhecida: await this.conversas.apagar(evento.instancia, evento.idProvedor) };
      case 'status_mudou':
        return {
          efeito: await this.conversas.aplicarStatus(
            evento.instancia,
            evento.idProvedor,
            evento.status,
          ),
        };
      case 'conexao_mudou':
        await this.conversas.registrarConexao(evento);
        return { estado: evento.estado };
      case 'qrcode_mudou':
      case 'chamada_recebida':
        return { efeito: 'nenhum' };
    }
  }

  private async recebida(mensagem: MensagemRecebida): Promise<Fatos> {
    const { espera, limiteCaracteres } = this.opcoes;
    const registro = await this.conversas.registrarRecebida(mensagem, espera, limiteCaracteres);
    const { responderEmMs, conversaId, medicoId, mensagemId, nova } = registro;
    // A repeated delivery nudges too: it repairs a crash between the two steps.
    if (responderEmMs !== null) {
      await this.publisher.publish(
        'conversa.responder',
        { conversaId },
        { delayMs: responderEmMs },
      );
    }
    return { conversaId, medicoId, mensagemId, nova };
  }

  private async propria(mensagem: MensagemPropria): Promise<Fatos> {
    const registro = await this.conversas.registrarPropria(mensagem);
    if (registro.tipo === 'eco') {
      const { proximaId } = registro;
      // Its sender nudges it too, unless a crash cut it off after the message left.
      if (proximaId) await this.publisher.publish('mensagem.enviar', { mensagemId: proximaId });
      return { eco: true, conversaId: registro.conversaId, mensagemId: registro.mensagemId };
    }
    return {
      eco: false,
      conversaId: registro.conversaId,
      mensagemId: registro.mensagemId,
      nova: registro.nova,
    };
  }
}
