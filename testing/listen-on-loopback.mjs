// Preloaded into a server that would listen on every interface: it listens on 127.0.0.1, tells its
// parent the port, and ends when the parent does.
import net from 'node:net'

const listen = net.Server.prototype.listen

net.Server.prototype.listen = /** @type {typeof listen} */ (
  function (...args) {
    const whenListening = args.findLast((arg) => typeof arg === 'function')
    this.once('listening', () => {
      const address = this.address()
      if (address && typeof address === 'object') process.send?.({ port: address.port })
    })
    return listen.call(this, { host: '127.0.0.1', port: Number(args[0]) }, whenListening)
  }
)

process.on('disconnect', () => process.exit(0))
