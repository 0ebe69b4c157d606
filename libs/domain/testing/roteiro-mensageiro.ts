import { AppError } from '../src/errors.ts';
import type { EventoWhatsapp } from '../src/whatsapp/evento.ts';
import {
  Mensageiro,
  type Destino,
  type EstadoConexao,
  type ResultadoTentativa,
} from '../src/whatsapp/mensageiro.ts';

/** WhatsApp whose outcomes are told beforehand; remembers what was asked of it, in order. */
export class RoteiroMensageiro extends Mensageiro {
  readonly atos: string[] = [];
  tentativa: ResultadoTentativa = { tipo: 'aceita', idProvedor: 'PROPRIA' };
  estado: EstadoConexao = 'aberta';
  /** Null: the provider cannot be asked. */
  guardadas: EventoWhatsapp[] | null = [];
  /** Numbers the provider does not know (any more). */
  readonly inexistentes = new Set<string>();

  override enviarTexto(_destino: Destino, texto: string): Promise<ResultadoTentativa> {
    this.atos.push(`enviar ${texto}`);
    return Promise.resolve(this.tentativa);
  }

  override mostrarDigitando(): Promise<void> {
    this.atos.push('digitando');
    return Promise.resolve();
  }

  override marcarComoLidas(): Promise<void> {
    this.atos.push('lidas');
    return Promise.resolve();
  }

  override estadoConexao(): Promise<EstadoConexao> {
    return Promise.resolve(this.estado);
  }

  override listarMensagens(instancia: string): Promise<EventoWhatsapp[] | null> {
    if (this.inexistentes.has(instancia)) return Promise.resolve(null);
    if (this.guardadas) return Promise.resolve(this.guardadas);
    return Promise.reject(new AppError('transient', 'WHATSAPP_INDISPONIVEL', 'Provider is away'));
  }

  override ehSimulador(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
