import { useParams } from "react-router";
import { ConversationPage } from "./conversation-page";
import { NewChatPage } from "./new-chat-page";

export function ChatPage() {
  const { id } = useParams();
  return id ? <ConversationPage key={id} id={id} /> : <NewChatPage />;
}
