import { carregarOuSair } from '@julia/config';
import { serve } from '@julia/runtime';
import { Env } from './app.config.ts';
import { AppModule } from './app.module.ts';

const config = carregarOuSair(Env);
void serve(AppModule.with(config), config, { servico: 'worker' });
