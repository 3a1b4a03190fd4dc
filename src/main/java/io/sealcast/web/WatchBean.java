package io.sealcast.web;

import io.sealcast.account.CurrentAccount;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.Videos;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The backing bean of the watch page. It provides the requested video if the viewer may see it. */
@Named("watch")
@RequestScoped
public class WatchBean {
  @Inject private CurrentAccount current;
  @Inject private Videos videos;

  private @Nullable VideoFile video;

  @PostConstruct
  void find() {
    FacesContext faces = FacesContext.getCurrentInstance();
    String id = faces.getExternalContext().getRequestParameterMap().get("v");
    video = find(id);
    if (video == null) {
      faces.getExternalContext().setResponseStatus(ErrorCode.NOT_FOUND.httpStatus());
    }
  }

  private @Nullable VideoFile find(@Nullable String id) {
    if (id == null || !id.matches("[1-9]\\d{0,17}")) {
      return null;
    }
    try {
      return videos.require(current.require(), Long.parseLong(id));
    } catch (DomainException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  public boolean isFound() {
    return video != null;
  }

  public long getId() {
    return Objects.requireNonNull(video).getId();
  }

  public String getTitle() {
    return video == null ? "Not found" : video.getTitle();
  }
}
