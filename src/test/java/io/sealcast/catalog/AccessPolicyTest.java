package io.sealcast.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.account.Account;
import io.sealcast.account.Viewer;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessPolicyTest {
  private static final Viewer OWNER = new Account(1, "ann");
  private static final Viewer OTHER = new Account(2, "ann");

  private final VideoFile video = new VideoFile(42, 1, "A film", "film.mp4", 1000);

  @ParameterizedTest
  @EnumSource
  void theOwnerMayDoEverything(Action action) {
    assertThat(AccessPolicy.allows(OWNER, video, action)).isTrue();
    assertThatCode(() -> AccessPolicy.require(OWNER, video, action)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void forAnybodyElseTheVideoIsNotThere(Action action) {
    assertThat(AccessPolicy.allows(OTHER, video, action)).isFalse();
    assertThatThrownBy(() -> AccessPolicy.require(OTHER, video, action))
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
