import { carregarOuSair } from '@julia/config';
import { serve } from '@julia/runtime';
import { Env } from './app.config.ts';
import { AppModule } from './app.module.ts';
import { prepararHttp } from './http.ts';

const config = carregarOuSair(Env);
void serve(AppModule.with(config), config, {
  servico: 'api',
  esperaDrenagemMs: config.ESPERA_DRENAGEM_MS,
  limiteCorpoBytes: config.WEBHOOK_LIMITE_BYTES,
  preparar: (app) => prepararHttp(app, config),
});
