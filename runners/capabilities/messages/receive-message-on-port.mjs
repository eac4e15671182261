// `receiveMessageOnPort()` takes a message that has arrived, without the event loop.
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { expectSame } from "../support/probe.mjs";

const { port1, port2 } = new MessageChannel();
expectSame("what there is before", receiveMessageOnPort(port2), undefined);
port1.postMessage(42);
expectSame("the message", receiveMessageOnPort(port2)?.message, 42);
