package io.spaces.client.testkit.interop;

import java.nio.file.Path;

/** The official client on the official server's core: the judge, and the judge of this matrix. */
class OfficialClientOnTheCoreServerTest extends PeerMatrix {
  @Override
  PeerSpace openSpace() {
    return CoreServer.start();
  }

  @Override
  PeerClient program(PeerSpace space, Path state) {
    return new OfficialClient(space.endpoint());
  }

  @Override
  PeerClient other(PeerSpace space, Path state) {
    return OurClient.on(space, state);
  }
}
