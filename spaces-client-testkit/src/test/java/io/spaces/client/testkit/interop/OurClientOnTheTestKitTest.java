package io.spaces.client.testkit.interop;

import java.nio.file.Path;

/** Our client on our space. */
class OurClientOnTheTestKitTest extends PeerMatrix {
  @Override
  PeerSpace openSpace() {
    return new TestKitSpace();
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
