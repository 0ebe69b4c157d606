import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A listening port of 127.0.0.1 that can be closed and opened again under the same number. */
export class PortaDeEscuta {
  readonly conexoes = new Set<Socket>();
  private readonly servidor: Server;
  private numero = 0;

  constructor(servidor: Server) {
    this.servidor = servidor;
    servidor.on('connection', (conexao: Socket) => {
      this.conexoes.add(conexao);
      conexao.once('close', () => this.conexoes.delete(conexao));
      // The other side may leave at any moment; that is what these proxies are for.
      conexao.on('error', () => undefined);
    });
  }

  get porta(): number {
    return this.numero;
  }

  async abrir(porta = this.numero): Promise<void> {
    if (this.servidor.listening) return;
    const pronta = once(this.servidor, 'listening');
    this.servidor.listen(porta, '127.0.0.1');
    await pronta;
    this.numero = (this.servidor.address() as AddressInfo).port;
  }

  async fechar(): Promise<void> {
    const fechada = this.servidor.listening ? once(this.servidor, 'close') : null;
    if (fechada) this.servidor.close();
    this.cortar();
    await fechada;
  }

  cortar(): void {
    for (const conexao of this.conexoes) conexao.resetAndDestroy();
  }
}
