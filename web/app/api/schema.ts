import type { components } from './generated';

type Schemas = components['schemas'];

export type Issue = Schemas['Issue'];
export type IssueStatus = Issue['status'];
export type Project = Schemas['Project'];
export type Overview = Schemas['Overview'];
export type Session = Schemas['Session'];
export type EventDetail = Schemas['Event'];
export type EventSummary = Schemas['EventSummary'];
export type Activity = Schemas['Activity'];
export type Comment = Schemas['Comment'];
export type Notice = Schemas['Notice'];
export type Feedback = Schemas['Feedback'];
export type Attachment = Schemas['Attachment'];
export type ProjectKey = Schemas['Key'];
export type Contents = Schemas['Contents'];
export type Token = Schemas['Token'];
export type SecondFactor = Schemas['SecondFactor'];
export type Instance = Schemas['Instance'];
export type Poison = Schemas['Poison'];
