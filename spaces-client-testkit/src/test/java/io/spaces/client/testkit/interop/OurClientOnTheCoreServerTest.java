package io.spaces.client.testkit.interop;

import java.nio.file.Path;

/** Our client on the official server's core. */
class OurClientOnTheCoreServerTest extends PeerMatrix {
  @Override
  PeerSpace openSpace() {
    return CoreServer.start();
  }

  @Override
  PeerClient program(PeerSpace space, Path state) {
    return OurClient.on(space, state);
  }

  @Override
  PeerClient other(PeerSpace space, Path state) {
    return new OfficialClient(space.endpoint());
  }
}
