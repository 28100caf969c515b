/** Pages that a hostile or clumsy board may serve, by path. */
const page = (script: string, body = '') =>
  `<!doctype html><title>Hostile</title><body>${body}<script>${script}</script>`

export const hostilePages: Record<string, string> = {
  busting: page(`
    const tries = [
      () => top.location = 'http://evil.example/', () => { top.location.href = 'http://evil.example/' },
      () => parent.location.replace('http://evil.example/'), () => top.document.title = 'stolen',
      () => parent.document.body.remove(), () => top.bench.browser.close(), () => parent.parent.bench,
      () => open('http://evil.example/'), () => alert(1), () => confirm(1), () => prompt(1), 
      () => top.postMessage({ kind: 'navigate' }, '*'), () => parent.postMessage('phone frame', '*', [new MessageChannel().port2]),
      () => navigator.serviceWorker.register('/x.js'), () => top.focus(), () => top.stop(), () => print(),
      () => document.domain = 'localhost', () => indexedDB.open('x'), () => caches.open('x'),
      () => new Worker('data:text/javascript,1'), () => document.documentElement.requestFullscreen(),
    ]
    let read = []
    for (const one of tries) try { const got = one(); if (got && got.browser) read.push(String(one)) } catch {}
    for (const target of ['_top', '_parent', '_blank']) {
      const a = document.createElement('a'); a.href = 'http://evil.example/' + target; a.target = target
      if (target === '_blank') { document.body.append(a); a.click() }
    }
    document.title = 'tried ' + read.length`),
  closing: page(`document.title = 'closing'; setTimeout(() => top.close(), 100)`),
  history: page(`
    for (let i = 0; i < 5; i++) { history.back(); history.go(-1) }
    const f = document.createElement('iframe'); document.body.append(f)
    try { f.contentWindow.history.back(); f.contentWindow.history.go(-2) } catch {}
    document.title = 'history tried'`),
  storm: page(`
    for (let i = 0; i < 20000; i++) { parent.postMessage(i, '*'); top.postMessage({ i }, '*') }
    for (let i = 0; i < 2000; i++) fetch('/storm-' + i).catch(() => {})
    document.title = 'storm over'`),
  flood: page(`
    for (let i = 0; i < 50; i++) fetch('/f', { method: 'POST', body: 'x'.repeat(5e6) }).catch(() => {})
    document.title = 'flood over'`),
  reloads: page(`location.reload()`),
  hops: page(`location.href = '/hops?' + performance.now()`),
  refresh: `<!doctype html><meta http-equiv="refresh" content="0"><title>Refresh</title>`,
  native: page(`document.title = 'native'; setTimeout(() => window['loc' + 'ation'] = '/end', 50)`),
  top: page(
    `document.title = 'top'; document.querySelector('a').click()`,
    `<a href="/end" target="_top">go</a>`,
  ),
  form: page(
    `document.forms[0].submit()`,
    `<form action="/echo" method="post" target="_top"><input name="a" value="1 &amp; 2"></form>`,
  ),
  base: `<!doctype html><base href="http://test.example/deep/"><title>Base</title><a href="../end">go</a>
    <script>document.title = document.querySelector('a').href; document.querySelector('a').click()</script>`,
  write: page(
    `setTimeout(() => { document.open(); document.write('<title>Written</title><p>new'); document.close() }, 50)`,
  ),
  ports: page(`
    let stolen = 0
    const post = MessagePort.prototype.postMessage
    MessagePort.prototype.postMessage = function (...all) {
      stolen++; post.call(this, { kind: 'navigate', url: 'javascript:top.bench.browser.close()', replaces: false })
      post.call(this, { kind: 'title', title: 'x'.repeat(1e6) }); post.call(this, 5); post.call(this, null)
      return post.apply(this, all)
    }
    fetch('/end').then((r) => r.text()).then((t) => document.title = 'fetched ' + stolen + ' ' + t.includes('Arrived'))`),
  rules: page(`
    (async () => {
      const say = []
      const fails = (p) => p.then(() => 'came', (e) => e instanceof TypeError ? 'TypeError' : String(e))
      say.push(await fails(fetch('http://192.168.4.1/status')))
      say.push(await fails(fetch('http://open.example/')))
      const manual = await fetch('/detect', { redirect: 'manual' })
      say.push(manual.type, manual.status)
      const x = new XMLHttpRequest(); x.open('GET', '/end')
      await new Promise((r) => { x.onload = r; x.send() }); say.push(x.status, x.responseText.includes('Arrived'))
      const stop = new AbortController(); stop.abort(); say.push(await fetch('/end', { signal: stop.signal }).catch((e) => e.name))
      say.push(location.pathname, window.location.host, document.URL, origin, typeof localStorage.getItem('x'))
      document.title = say.join(' ')
    })()`),
}
