import assert from 'node:assert/strict';
import type { Report } from '../report.ts';
import type { ContaPropria } from './conta-propria.ts';
import { comandosDaTabela, exigirFrase, type Prova } from './provas.ts';
import type { Repositorio } from './repositorio.ts';
import { seguirProvas, type Guia } from './seguir.ts';
import type { Servidor } from './servidor.ts';
import { FRASES } from './valores.ts';

const SERVICOS = ['julia-api', 'julia-worker', 'julia-scheduler'];
const TELEFONE = '5511987650042';
/** Prometheus and Grafana come from a registry, and none answers here: the server must say that they are off. */
const SEM_IMAGEM = {
  comando: './julia doctor monitoramento',
  motivo: /o perfil observabilidade está desligado/,
};

/** From an empty folder into production, and then through the nights after: update, roll back, copies, restore. */
export async function seguirProducao(
  report: Report,
  { texto, provas }: Guia,
  { servidor, mundo, doMundo, semVizinhos }: ContaPropria,
  repositorio: Repositorio,
): Promise<void> {
  const versao = versaoDe(provas);
  let retomar = '';
  exigirFrase(texto, FRASES.semVizinhos);
  exigirFrase(texto, FRASES.evolutionQueExiste);
  await seguirProvas(report, servidor, provas, {
    mundo: doMundo,
    outras: semVizinhos,
    // A version comes out after the server was installed.
    antes: async ({ titulo }) => {
      if (titulo === 'Atualizar') await repositorio.publicar(versao);
    },
    depois: {
      Produção: (disse) => {
        assert.match(disse, /Passados para \.\/segredos: .*SUPABASE_SERVICE_KEY/);
        assert.match(disse, /Webhook registrado/);
      },
      Atualizar: async (disse) => {
        await conferirVersoes(servidor, SERVICOS, versao);
        for (const servico of SERVICOS) {
          const trocas = disse.match(new RegExp(`-${servico}-1 +Recreated`, 'g'));
          assert.equal(trocas?.length, 1, `${servico} foi trocado ${trocas?.length ?? 0} vezes`);
        }
      },
      'Trocar um serviço (rollout)': () => conferirVersoes(servidor, SERVICOS, versao),
      'Voltar atrás (rollback)': async () => {
        await conferirVersoes(servidor, ['julia-api'], 'latest');
        await conferirVersoes(servidor, ['julia-worker', 'julia-scheduler'], versao);
      },
      'Backup e restauração': async (disse) => {
        exigirFrase(texto, FRASES.retomar);
        retomar = /Para retomar: (\.\/julia .+?)\r?$/m.exec(disse)?.[1] ?? '';
        assert.ok(retomar, 'a restauração não disse como retomar');
        await servidor.executar(retomar);
      },
    },
  });
  await report.check('um médico que escreve depois de tudo isso recebe resposta', () =>
    mundo.conversar(TELEFONE, 'oi, tem plantão de anestesia essa semana?'),
  );
  await entrarNoAr(report, texto, servidor);
}

async function entrarNoAr(report: Report, texto: string, servidor: Servidor): Promise<void> {
  for (const { item, comando } of comandosDaTabela(texto, 'Antes de entrar no ar')) {
    await report.check(`DEPLOY.md, antes de entrar no ar: ${item}`, async () => {
      if (comando === SEM_IMAGEM.comando) {
        await servidor.recusar(comando, SEM_IMAGEM.motivo);
        console.log(`      not started here, no image: ${item}; its refusal was checked`);
      } else await servidor.executar(comando);
    });
  }
}

/** The one version that the blocks of this server name. */
function versaoDe(provas: readonly Prova[]): string {
  const ditas = provas.flatMap(({ comandos }) => comandos.match(/\bv\d+\.\d+\.\d+\b/g) ?? []);
  const [versao = '', ...outras] = new Set(ditas);
  assert.ok(versao && outras.length === 0, `o guia fala de outras versões: ${outras.join(' ')}`);
  return versao;
}

async function conferirVersoes(
  servidor: Servidor,
  servicos: readonly string[],
  versao: string,
): Promise<void> {
  for (const servico of servicos) {
    assert.deepEqual(await servidor.imagensDe(servico), [`${servico}:${versao}`]);
  }
}
