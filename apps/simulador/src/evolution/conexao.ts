import type { Chaves } from '../chaves/chaves.ts';
import type { EntregadorWebhook } from './entregador-webhook.ts';
import { conexaoMudou, type EstadoConexao } from './eventos.ts';

/** State of the number's connection: open unless a switch says otherwise; each change is a webhook. */
export class Conexao {
  private readonly chaves: Chaves;
  private readonly entregador: EntregadorWebhook;
  private readonly instancia: string;
  private anunciado: EstadoConexao = 'open';

  constructor(chaves: Chaves, entregador: EntregadorWebhook, instancia: string) {
    this.chaves = chaves;
    this.entregador = entregador;
    this.instancia = instancia;
    chaves.ouvir(() => this.anunciar());
  }

  get estado(): EstadoConexao {
    return estadoDe(this.chaves.espiar('evolution.conexao')?.valor);
  }

  /** The state this call meets; counts one use of the switch. */
  encontrar(): EstadoConexao {
    return estadoDe(this.chaves.usar('evolution.conexao')?.valor);
  }

  /** A drop that WhatsApp heals by itself: only connecting and open are reported, never the close. */
  reconectar(): void {
    this.anunciado = 'open';
    this.chaves.desligar('evolution.conexao');
    this.entregador.enviar(conexaoMudou(this.instancia, 'connecting'));
    this.entregador.enviar(conexaoMudou(this.instancia, 'open'));
  }

  private anunciar(): void {
    if (this.estado === this.anunciado) return;
    this.anunciado = this.estado;
    this.entregador.enviar(conexaoMudou(this.instancia, this.estado));
  }
}

function estadoDe(valor: unknown): EstadoConexao {
  return valor === 'close' || valor === 'connecting' ? valor : 'open';
}
