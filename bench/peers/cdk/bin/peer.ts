#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib/core';
import { FindingAlertsStack } from '../lib/finding-alerts-stack';

const app = new cdk.App();
new FindingAlertsStack(app, 'inspector-slack-dev', { threshold: 'MEDIUM' });
