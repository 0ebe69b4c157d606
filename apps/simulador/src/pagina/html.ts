import { estilo } from './estilo.ts';
import { estiloDoPainel } from './estilo-painel.ts';
import { scriptConversa } from './script-conversa.ts';
import { scriptFalhas } from './script-falhas.ts';
import { scriptInicio } from './script-inicio.ts';

const icone =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%230f766e'/%3E%3Cpath d='M9 12a4 4 0 0 1 4-4h6a4 4 0 0 1 4 4v5a4 4 0 0 1-4 4h-4l-5 4v-4.5A4 4 0 0 1 9 17z' fill='%23fff'/%3E%3C/svg%3E";

const listaDeMedicos = `
  <aside class="lista" aria-label="Médicos">
    <header class="marca">
      <span class="selo" aria-hidden="true">J</span>
      <div><h1>Simulador</h1><p>Fale com a Júlia como qualquer médico</p></div>
    </header>
    <nav id="medicos" aria-label="Conversas"></nav>
    <form id="novo" class="novo" autocomplete="off">
      <label for="novo-telefone">Novo número</label>
      <div class="linha">
        <input id="novo-telefone" name="telefone" inputmode="tel" placeholder="(11) 99999-0000" required>
        <button type="submit">Abrir</button>
      </div>
    </form>
    <p class="dica"><kbd>Alt</kbd> + <kbd>↑</kbd> <kbd>↓</kbd> troca de médico · <kbd>Enter</kbd> envia · <kbd>Esc</kbd> fecha</p>
  </aside>`;

const telefone = `
  <section class="palco" aria-label="Celular do médico">
    <div class="celular">
      <header class="topo">
        <button id="abrir-lista" class="redondo so-estreito" type="button" aria-label="Ver médicos">‹</button>
        <span class="avatar julia" aria-hidden="true">J</span>
        <div class="quem"><strong>Júlia · Revoluna</strong><span id="situacao" aria-live="polite">online</span></div>
        <button id="abrir-falhas" class="pilula" type="button" aria-expanded="false" aria-controls="painel">Falhas<span id="quantas" hidden></span></button>
      </header>
      <p id="eu" class="eu"></p>
      <div id="mensagens" class="mensagens" role="log" aria-live="polite" aria-label="Mensagens" tabindex="0"></div>
      <div id="sugestoes" class="sugestoes" role="group" aria-label="Frases prontas"></div>
      <form id="escrever" class="escrever" autocomplete="off">
        <details class="anexos"><summary aria-label="Anexar" title="Anexar">+</summary>
          <div class="menu" role="group" aria-label="Enviar outro tipo">
            <button type="button" data-tipo="imagem">📷 Foto</button>
            <button type="button" data-tipo="audio">🎤 Áudio</button>
            <button type="button" data-tipo="documento">📄 Documento</button>
            <button type="button" data-tipo="localizacao">📍 Localização</button>
            <button type="button" data-tipo="sticker">🖼️ Figurinha</button>
          </div>
        </details>
        <label class="oculto" for="texto">Mensagem</label>
        <textarea id="texto" rows="1" placeholder="Mensagem" enterkeyhint="send"></textarea>
        <button class="enviar" type="submit" aria-label="Enviar"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path fill="currentColor" d="M3 20.5 21.5 12 3 3.5l.01 6.6L15 12 3.01 13.9z"/></svg></button>
      </form>
      <label class="autor"><input type="checkbox" id="equipe"> Escrever como a equipe, pelo celular da empresa</label>
    </div>
  </section>`;

const painelDeFalhas = `
  <aside class="painel" id="painel" aria-label="Falhas" hidden>
    <header><h2>Falhas</h2><button id="fechar-falhas" class="redondo" type="button" aria-label="Fechar falhas">×</button></header>
    <p class="explica">Ligue um defeito do mundo lá fora e veja como a Júlia se vira.</p>
    <label class="campo">Como o WhatsApp mostra este médico
      <select id="lid">
        <option value="telefone">só o telefone</option>
        <option value="trocado">telefone, com LID nos status (2.3.7)</option>
        <option value="lid-com-alt">LID com o telefone ao lado (2.3.6)</option>
        <option value="lid-puro">só o LID</option>
      </select>
    </label>
    <div id="chaves"></div>
    <div class="acoes">
      <button id="reconectar" type="button">Reconectar o número</button>
      <button id="desligar-tudo" type="button">Desligar falhas</button>
      <button id="zerar" type="button" class="perigo">Apagar tudo</button>
    </div>
    <p class="links">JSON: <a href="/simulador/chamadas">chamadas</a> · <a href="/simulador/conversas">conversas</a> · <a href="/simulador/chaves">chaves</a> · <a href="/simulador/chamadas/llm">pedidos ao modelo</a></p>
  </aside>`;

/** The whole phone page in one document: nothing is loaded from anywhere else. */
export const pagina = `<!doctype html>
<html lang="pt-BR">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>Simulador da Júlia</title>
<link rel="icon" href="${icone}">
<style>${estilo}${estiloDoPainel}</style>
</head>
<body>
<main id="tela" class="tela">${listaDeMedicos}${telefone}${painelDeFalhas}</main>
<p id="aviso" class="aviso" role="status" hidden></p>
<script type="module">${scriptConversa}${scriptFalhas}${scriptInicio}</script>
</body>
</html>
`;
