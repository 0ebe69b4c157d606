import type { BuildIdentity, ServiceImage } from '../docker/images.ts';

/** What images.yml builds: one row per service and architecture, and one per service to publish. */
export interface Plano {
  readonly registry: string;
  readonly construir: readonly Construcao[];
  readonly publicar: readonly Publicacao[];
}

interface Construcao extends Alvo {
  readonly arquitetura: string;
  /** Runner of that architecture: an emulated build takes ten times as long and does not run what it built. */
  readonly maquina: string;
  readonly app: string;
  readonly porta: string;
  readonly versao: string;
  readonly criada: string;
  readonly epoca: string;
}

interface Publicacao extends Alvo {
  /** Separated by blanks; the first is the one a person reads in `.env`. */
  readonly etiquetas: string;
}

interface Alvo {
  readonly projeto: string;
  readonly servico: string;
  readonly imagem: string;
  readonly repositorio: string;
  /** Server to log in to. */
  readonly servidor: string;
}

export interface Pedido {
  /** By nx project name. */
  readonly imagens: Readonly<Record<string, ServiceImage>>;
  readonly identidade: BuildIdentity;
  /** Nx projects that the commits since the last published images change. */
  readonly afetados: readonly string[];
  /** Files that they change; null when there is nothing to compare with. */
  readonly arquivos: readonly string[] | null;
  /** REGISTRY as somebody set it, or blank. */
  readonly registry: string;
  readonly dono: string;
  readonly ref: string;
}

const maquinas: Readonly<Record<string, string>> = {
  amd64: 'ubuntu-24.04',
  arm64: 'ubuntu-24.04-arm',
};

/** Files that end up in every image without belonging to any project. */
const deTodas =
  /^(?:docker\/|tools\/build\/|package-lock\.json$|\.github\/workflows\/images\.yml$)/;
/** Migrations run from the api's image. */
const daApi = /^supabase\//;

export function planejar(pedido: Pedido): Plano {
  const { imagens, identidade, ref } = pedido;
  const registry = registryDe(pedido);
  const revisao = identidade.revision.slice(0, 12);
  const lancamento = /^refs\/tags\/(v\d+\.\d+\.\d+)$/.exec(ref)?.[1];
  const etiquetas = lancamento ?? `v${identidade.version}-${revisao}`;
  const alvos = servicosAfetados(pedido).map((projeto): [ServiceImage, Alvo] => {
    const servico = imagens[projeto];
    if (!servico) throw new Error(`no image for project ${projeto}`);
    return [
      servico,
      {
        projeto,
        servico: servico.image.replace('julia-', ''),
        imagem: servico.image,
        repositorio: `${registry}/${servico.image}`,
        servidor: servidorDe(registry),
      },
    ];
  });
  return {
    registry,
    construir: alvos.flatMap(([servico, alvo]) =>
      Object.entries(maquinas).map(([arquitetura, maquina]) => ({
        ...alvo,
        arquitetura,
        maquina,
        app: servico.app,
        porta: String(servico.port),
        versao: identidade.version,
        criada: identidade.created,
        epoca: identidade.sourceDateEpoch,
      })),
    ),
    publicar: alvos.map(([, alvo]) => ({ ...alvo, etiquetas: `${etiquetas} sha-${revisao}` })),
  };
}

/** A release builds all of them, so that one version names a complete product. */
function servicosAfetados({ imagens, afetados, arquivos, ref }: Pedido): string[] {
  const todos = Object.keys(imagens);
  if (arquivos === null || ref.startsWith('refs/tags/')) return todos;
  if (arquivos.some((arquivo) => deTodas.test(arquivo))) return todos;
  const comMigracao = arquivos.some((arquivo) => daApi.test(arquivo));
  return todos.filter((nome) => afetados.includes(nome) || (nome === 'api' && comMigracao));
}

/** With its server in front: `revoluna` is Docker Hub's. */
function registryDe({ registry, dono }: Pedido): string {
  const nome = (registry || `ghcr.io/${dono}`).toLowerCase().replace(/\/+$/, '');
  return /[.:]/.test(servidorDe(nome)) ? nome : `docker.io/${nome}`;
}

function servidorDe(registry: string): string {
  return registry.split('/')[0] ?? registry;
}
