import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pausar } from 'node:timers/promises';
import type { Falha, Ganchos, Proxy, Veredito } from './falhas.ts';
import { PortaDeEscuta } from './porta-de-escuta.ts';

export interface Destino {
  host: string;
  porta: number;
}

/** A burst of bytes from the client, ended by the target's answer to it. */
export interface TravessiaTcp {
  readonly k: number;
  readonly dados: Buffer;
}

export type ProxyTcp = Proxy<TravessiaTcp, Falha>;

export interface OpcoesDeProxy extends Ganchos<TravessiaTcp> {
  destino: Destino;
  porta?: number;
}

/** A TCP proxy on 127.0.0.1 for fault tests of protocols without message borders that we read, such as Redis. */
export async function iniciarProxy({
  destino,
  porta = 0,
  ...ganchos
}: OpcoesDeProxy): Promise<ProxyTcp> {
  const proxy = new ProxyDeTcp(destino, ganchos);
  await proxy.escuta.abrir(porta);
  return proxy;
}

class ProxyDeTcp implements ProxyTcp {
  readonly escuta: PortaDeEscuta;
  falha: Falha = { tipo: 'nenhuma' };
  ganchos: Ganchos<TravessiaTcp>;
  travessias = 0;

  constructor(destino: Destino, ganchos: Ganchos<TravessiaTcp>) {
    this.ganchos = ganchos;
    const servidor = createServer((cliente) => new Ponte(this, cliente, destino));
    this.escuta = new PortaDeEscuta(servidor);
  }

  get porta(): number {
    return this.escuta.porta;
  }

  recomecarContagem(): void {
    this.travessias = 0;
  }

  usarGanchos(ganchos: Ganchos<TravessiaTcp>): void {
    this.ganchos = ganchos;
  }

  async falhar(falha: Falha): Promise<void> {
    this.falha = falha;
    if (falha.tipo === 'recusar') await this.escuta.fechar();
    else await this.escuta.abrir();
  }

  cortarConexoes(): void {
    this.escuta.cortar();
  }

  parar(): Promise<void> {
    return this.escuta.fechar();
  }
}

/** One client connection and its twin to the target. Each direction handles its chunks one after the other. */
class Ponte {
  private readonly proxy: ProxyDeTcp;
  private readonly cliente: Socket;
  private readonly alvo: Socket;
  private travessia: TravessiaTcp | null = null;
  private respondida = true;
  private idas: Promise<void> = Promise.resolve();
  private voltas: Promise<void> = Promise.resolve();

  constructor(proxy: ProxyDeTcp, cliente: Socket, destino: Destino) {
    this.proxy = proxy;
    this.cliente = cliente;
    this.alvo = connect(destino.porta, destino.host);
    this.alvo.on('error', () => this.cortar());
    if (proxy.falha.tipo === 'reset') this.cortar();
    cliente.on('data', (dados) => {
      this.idas = this.idas.then(() => this.ida(dados)).catch(() => this.cortar());
    });
    this.alvo.on('data', (dados) => {
      this.voltas = this.voltas.then(() => this.volta(dados)).catch(() => this.cortar());
    });
    cliente.on('close', () => this.alvo.destroy());
    this.alvo.on('close', () => void this.voltas.then(() => cliente.end()));
  }

  private async ida(dados: Buffer): Promise<void> {
    const { falha } = this.proxy;
    if (this.falhou(falha)) return;
    if (falha.tipo === 'latencia') await pausar(falha.ms);
    if (this.respondida) {
      this.respondida = false;
      this.travessia = { k: ++this.proxy.travessias, dados };
      const veredito = await this.proxy.ganchos.antesDeEncaminhar?.(this.travessia);
      if (this.interrompe(veredito)) return;
    }
    this.alvo.write(dados);
  }

  private async volta(dados: Buffer): Promise<void> {
    const { falha } = this.proxy;
    if (this.falhou(falha)) return;
    if (falha.tipo === 'perder-resposta') {
      this.cortar();
      return;
    }
    if (this.travessia && !this.respondida) {
      this.respondida = true;
      const veredito = await this.proxy.ganchos.depoisDaResposta?.(this.travessia);
      if (this.interrompe(veredito)) return;
    }
    this.cliente.write(dados);
  }

  private falhou({ tipo }: Falha): boolean {
    if (tipo === 'buraco-negro') this.calar();
    if (tipo === 'reset') this.cortar();
    return tipo === 'buraco-negro' || tipo === 'reset';
  }

  private interrompe(veredito: Veredito): boolean {
    if (veredito === 'cortar') this.cortar();
    if (veredito === 'calar') this.calar();
    return veredito === 'cortar' || veredito === 'calar';
  }

  /** Half-dead: the client's connection stays open and hears nothing more, whatever is set later. */
  private calar(): void {
    this.alvo.removeAllListeners('data');
    this.alvo.removeAllListeners('close');
    this.alvo.destroy();
    this.cliente.removeAllListeners('data');
    this.cliente.resume();
  }

  private cortar(): void {
    this.cliente.resetAndDestroy();
    this.alvo.destroy();
  }
}
