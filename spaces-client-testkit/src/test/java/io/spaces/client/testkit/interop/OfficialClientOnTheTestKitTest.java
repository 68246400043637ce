package io.spaces.client.testkit.interop;

import java.nio.file.Path;

/** The official client on our space. */
class OfficialClientOnTheTestKitTest extends PeerMatrix {
  @Override
  PeerSpace openSpace() {
    return new TestKitSpace();
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
