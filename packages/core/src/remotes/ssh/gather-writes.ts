import type { Socket } from "node:net";

/**
 * Makes a socket send what is written to it in one turn with one call of the system. The client of SSH writes each small packet
 * by itself: to read 5,000 files of 275 bytes took 1.2 s of processor time, and takes 0.75 s with this (Node 24.21, OpenSSH
 * 9.2 on the same machine).
 */
export function gatherWrites(socket: Socket): void {
  const write = socket.write.bind(socket) as (...args: readonly unknown[]) => boolean;
  let isGathering = false;
  socket.write = (...args: readonly unknown[]): boolean => {
    if (!isGathering) {
      isGathering = true;
      socket.cork();
      setImmediate(() => {
        isGathering = false;
        socket.uncork();
      });
    }
    return write(...args);
  };
}
