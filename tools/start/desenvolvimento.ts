import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { construir } from '../build/construir.ts';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { esperarAte } from '../infra/espera.ts';
import { iniciarProcesso, type Processo } from '../infra/processo.ts';
import {
  ambienteDoSimulador,
  ambienteSimulado,
  servicos,
  type Variaveis,
} from '../stack/ambiente.ts';
import { NaoDaParaComecar, type Opcoes } from './opcoes.ts';
import { conferirPortas } from './portas.ts';
import { tabela } from './tabela.ts';
import {
  conferirOsSeus,
  exigirDadosLivres,
  limparDados,
  prepararRedis,
  prepararSupabase,
  type Vizinho,
} from './vizinhos.ts';
import { formatarLinha } from './vista-de-log.ts';

/** What Compose grants as well: longer than any service drains, so that nothing is cut off half-way. */
const prazoDeParadaMs = 30_000;

interface ServicoIniciado {
  readonly nome: string;
  readonly processo: Processo;
}

/** Everything `npm start` runs, started in order and stopped in the opposite one. */
export class StackDeDesenvolvimento {
  private readonly opcoes: Opcoes;
  private readonly vizinhos: Vizinho[] = [];
  private readonly iniciados: ServicoIniciado[] = [];
  private encerrando = false;

  constructor(opcoes: Opcoes) {
    this.opcoes = opcoes;
  }

  /** Resolves when all is ready. `aoCair` is told when a service ends by itself afterwards. */
  async iniciar(aoCair: (motivo: string) => void): Promise<void> {
    const inicio = performance.now();
    const { dados, bundles } = this.opcoes.pastas;
    await conferirPortas(this.portasUsadas());
    await exigirDadosLivres(dados);
    await conferirOsSeus(this.opcoes.definidas);
    if (this.opcoes.limpo) await limparDados(dados);
    await this.prepararPastas();

    const aConstruir = [
      ...(this.opcoes.real ? [] : ['apps/simulador']),
      ...this.servicos().map((s) => s.raiz),
    ];
    const [redis, supabase] = await Promise.all([
      this.guardar(prepararRedis(this.opcoes)),
      this.guardar(prepararSupabase(this.opcoes)),
      ...aConstruir.map((raiz) => construir(raiz, bundles)),
    ] as const);

    const ambiente = this.ambiente(redis.url, supabase.url);
    if (!this.opcoes.real) await this.subirSimulador(ambiente, aoCair);
    await this.subirServicos(ambiente, aoCair);
    await this.guardarAmbiente(ambiente);
    const segundos = ((performance.now() - inicio) / 1_000).toFixed(1);
    console.log(tabela(this.opcoes, ambiente, { redis, supabase }));
    console.log(`Júlia pronta (${segundos} s)`);
  }

  async encerrar(): Promise<void> {
    if (this.encerrando) return;
    this.encerrando = true;
    if (this.iniciados.length + this.vizinhos.length === 0) return;
    console.log('\nEncerrando…');
    // Webhooks stop first, then the services drain, then what they lean on.
    for (const { processo } of [...this.iniciados].reverse()) await processo.parar(prazoDeParadaMs);
    for (const vizinho of [...this.vizinhos].reverse()) await vizinho.encerrar();
    console.log('Tudo encerrado.');
  }

  private async prepararPastas(): Promise<void> {
    const { dados, bundles } = this.opcoes.pastas;
    await mkdir(dados, { recursive: true });
    await mkdir(bundles, { recursive: true });
    // Away from the repository nothing else says that the bundles are modules.
    await writeFile(join(bundles, 'package.json'), '{ "type": "module" }\n');
  }

  private portasUsadas(): Record<string, number> {
    const { definidas, portas, real } = this.opcoes;
    const { simulador, redis, postgres, supabase } = portas;
    return {
      ...Object.fromEntries(this.servicos().map(({ nome, porta }) => [nome, portas[porta]])),
      ...(real ? {} : { simulador }),
      ...(definidas['REDIS_URL'] ? {} : { redis }),
      ...(definidas['SUPABASE_URL'] ? {} : { postgres, supabase }),
    };
  }

  private async guardar(promessa: Promise<Vizinho>): Promise<Vizinho> {
    const vizinho = await promessa;
    if (this.encerrando) await vizinho.encerrar();
    else this.vizinhos.push(vizinho);
    return vizinho;
  }

  private ambiente(redisUrl: string, supabaseUrl: string): Variaveis {
    const { definidas, portas, real } = this.opcoes;
    if (real) return definidas;
    const simulado: Record<string, string> = {
      ...ambienteSimulado({ portas, redisUrl, supabaseUrl }),
    };
    // A real key without an address of its own means the real model.
    if (definidas['ANTHROPIC_API_KEY']) delete simulado['ANTHROPIC_BASE_URL'];
    return {
      ...simulado,
      ...definidas,
      HOST: '127.0.0.1',
      JULIA_API_URL: simulado['JULIA_API_URL'] ?? '',
    };
  }

  private async subirSimulador(
    ambiente: Variaveis,
    aoCair: (motivo: string) => void,
  ): Promise<void> {
    const { portas } = this.opcoes;
    const proprio = { ...ambiente, ...ambienteDoSimulador({ portas }) };
    await this.subir('simulador', 'apps/simulador', proprio, aoCair);
    await this.esperarResposta('simulador', `http://127.0.0.1:${portas.simulador}/`);
  }

  /** The scheduler asks the api for its jobs at once: started before it, its first lines would be warnings. */
  private async subirServicos(
    ambiente: Variaveis,
    aoCair: (motivo: string) => void,
  ): Promise<void> {
    const subir = (servico: (typeof servicos)[number]) =>
      this.subirServico(servico, ambiente, aoCair);
    const aSubir = this.servicos();
    const antes = aSubir.filter(({ nome }) => nome !== 'scheduler');
    const depois = aSubir.filter(({ nome }) => nome === 'scheduler');
    await Promise.all(antes.map(subir));
    await Promise.all(depois.map(subir));
  }

  private servicos() {
    return servicos.filter(({ nome }) => !this.opcoes.sem.includes(nome));
  }

  private async subirServico(
    { nome, raiz, porta }: (typeof servicos)[number],
    ambiente: Variaveis,
    aoCair: (motivo: string) => void,
  ): Promise<void> {
    const numero = this.opcoes.portas[porta];
    await this.subir(nome, raiz, { ...ambiente, PORT: String(numero) }, aoCair);
    // The scheduler is never ready without the api, which may be the one that was left out.
    const rota = this.opcoes.sem.length > 0 ? 'health' : 'health/ready';
    await this.esperarResposta(nome, `http://127.0.0.1:${numero}/${rota}`);
  }

  private async subir(
    nome: string,
    raiz: string,
    env: Variaveis,
    aoCair: (motivo: string) => void,
  ): Promise<void> {
    const terminal = process.stdout.isTTY;
    const processo = await iniciarProcesso({
      comando: process.execPath,
      args: [join(this.opcoes.pastas.bundles, raiz, 'main.js')],
      cwd: raizDoProjeto,
      env,
      grupoProprio: true,
      aoLerLinha: (linha) => console.log(formatarLinha(nome, linha, terminal)),
    });
    this.iniciados.push({ nome, processo });
    void processo.fim.then(({ codigo, sinal }) => {
      if (!this.encerrando)
        aoCair(`${nome} terminou sozinho (${sinal ?? `código ${codigo}`}): veja as linhas acima.`);
    });
  }

  private async esperarResposta(nome: string, url: string): Promise<void> {
    const iniciado = this.iniciados.find((servico) => servico.nome === nome);
    await esperarAte(
      async () => {
        if (!iniciado?.processo.vivo) return 'caiu';
        const resposta = await fetch(url, { signal: AbortSignal.timeout(2_000) });
        return resposta.ok && 'pronto';
      },
      60_000,
      `${nome} responder em ${url}`,
      50,
    );
    if (!iniciado?.processo.vivo)
      throw new NaoDaParaComecar(`${nome} não subiu: veja as linhas acima.`);
  }

  /** For `nx serve <app>` in another terminal. */
  private async guardarAmbiente(ambiente: Variaveis): Promise<void> {
    const linhas = Object.entries(ambiente).map(
      ([nome, valor]) => `${nome}=${JSON.stringify(valor)}`,
    );
    const arquivo = join(this.opcoes.pastas.dados, 'desenvolvimento.env');
    await writeFile(arquivo, `${linhas.join('\n')}\n`, { mode: 0o600 });
  }
}
