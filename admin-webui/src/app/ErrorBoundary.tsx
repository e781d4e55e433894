import Button from "@mui/material/Button";
import { Component, type ReactNode } from "react";
import { EmptyState } from "../feedback/EmptyState";

interface Props {
  readonly children: ReactNode;
}

/** A page that breaks, or whose file is gone after an update, leaves the navigation usable and offers a reload. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <EmptyState
        isPage
        title="This page could not be shown"
        text="Parley may have been updated while it was open. Reload to get the current version; nothing was lost."
      >
        <Button variant="contained" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </EmptyState>
    );
  }
}
